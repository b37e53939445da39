#include "aws/json_error.hpp"

#include "aws/issued_keys.hpp"
#include "aws/json_reader.hpp"
#include "core/ascii.hpp"
#include "core/excerpt.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

// "prefix#Name" in bodies, "Name:http://..." in headers.
std::string bare_name(std::string_view text) {
    text = text.substr(0, text.find(':'));
    auto const hash = text.rfind('#');
    return std::string(hash == text.npos ? text : text.substr(hash + 1));
}

}  // namespace

std::string json_error::to_string(std::initializer_list<secret_string const*> sent) const {
    auto const name = code.empty() || reason.empty() ? code + reason : fmt::format("{}, {}", code, reason);
    auto text = name.empty() || message.empty() ? name + message : fmt::format("{}: {}", name, message);
    for (auto const* secret : sent) {
        if (secret->empty()) continue;
        for (auto at = text.find(secret->reveal()); at != text.npos; at = text.find(secret->reveal(), at))
            text.replace(at, secret->size(), "***");
    }
    return excerpt(text);
}

json_error parse_json_error(std::string body, std::string_view type_header) {
    json_error found;
    std::string description;
    json_reader in(body);
    for (in.enter_object(); in.next_key();) {
        auto const is = [&](std::string_view name) { return equals_ignoring_case(in.key(), name); };
        if (is("__type") || is("code"))
            found.code = bare_name(string_or_null(in));
        else if (is("error"))
            found.reason = string_or_null(in);
        else if (is("message"))
            found.message = string_or_null(in);
        else if (is("error_description"))
            description = string_or_null(in);
        else
            in.skip();
    }
    if (!in.finish())
        found = {};
    else if (found.message.empty())
        found.message = description;
    if (!type_header.empty()) found.code = bare_name(type_header);
    return found;
}

}  // namespace ddbsnap::aws
