#include "aws/canonical_headers.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace ddbsnap::sigv4 {
namespace {

// What hops on the way, or the HTTP library after signing, may add, change or remove; and the signature
// itself. The union of what botocore and the SDK for Rust leave out: signing less than one of them is always
// accepted, signing a header that then changes never is.
constexpr std::string_view never_signed[] = {"authorization",
                                             "connection",
                                             "expect",
                                             "keep-alive",
                                             "proxy-authenticate",
                                             "proxy-authorization",
                                             "te",
                                             "trailer",
                                             "transfer-encoding",
                                             "upgrade",
                                             "user-agent",
                                             "x-amzn-trace-id"};

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

constexpr bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void append_canonical_value(std::string& out, std::string_view value) {
    bool first = true;
    for (std::size_t i = 0; i < value.size();) {
        while (i < value.size() && is_space(value[i])) ++i;
        auto const word = i;
        while (i < value.size() && !is_space(value[i])) ++i;
        if (word == i) break;
        if (!std::exchange(first, false)) out += ' ';
        out.append(value, word, i - word);
    }
}

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

bool is_never_signed(std::string_view name) {
    return std::any_of(std::begin(never_signed), std::end(never_signed),
                       [name](std::string_view other) { return is_same_name(name, other); });
}

std::string canonical_value(std::string_view value) {
    std::string out;
    append_canonical_value(out, value);
    return out;
}

canonical_headers canonicalize(std::span<header const> headers) {
    std::vector<std::pair<std::string, std::string_view>> sorted;
    sorted.reserve(headers.size());
    for (auto const& h : headers) sorted.emplace_back(lower_case(h.name), h.value);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](auto const& a, auto const& b) { return a.first < b.first; });
    canonical_headers out;
    for (std::size_t i = 0; i < sorted.size();) {
        auto const& name = sorted[i].first;
        if (i != 0) out.names += ';';
        out.names += name;
        out.lines.append(name).append(1, ':');
        append_canonical_value(out.lines, sorted[i].second);
        for (++i; i < sorted.size() && sorted[i].first == name; ++i) {
            out.lines += ',';
            append_canonical_value(out.lines, sorted[i].second);
        }
        out.lines += '\n';
    }
    return out;
}

}  // namespace ddbsnap::sigv4
