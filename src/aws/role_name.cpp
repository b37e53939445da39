#include "aws/role_name.hpp"

#include "core/ascii.hpp"
#include "core/encoding.hpp"

#include <algorithm>

namespace ddbsnap::aws {
namespace {

// IAM allows 64 characters; more is no name, whoever wrote it.
constexpr std::size_t most_bytes = 256;

bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }

failure no_name(char const* why) {
    return failure(errc::malformed_response, std::string("the name of the instance's role ") + why);
}

}  // namespace

result<std::string> read_role_name(std::string_view list) {
    auto const text = trim(list);
    auto const name = trim(text.substr(0, text.find('\n')));
    if (name.size() > most_bytes) return no_name("is too long");
    if (std::any_of(name.begin(), name.end(), is_control)) return no_name("has control characters");
    if (name == "." || name == "..") return no_name("is a way out of its directory");
    return std::string(name);
}

std::string role_segment(std::string_view name) {
    constexpr std::string_view allowed_by_iam = "+=,@";
    std::string segment;
    for (char const& c : name) {
        if (allowed_by_iam.find(c) != allowed_by_iam.npos)
            segment += c;
        else
            append_percent_encoded(segment, {&c, 1});
    }
    return segment;
}

}  // namespace ddbsnap::aws
