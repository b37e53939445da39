#include "aws/canonical_uri.hpp"

#include "core/encoding.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace ddbsnap::sigv4 {
namespace {

// RFC 3986, section 5.2.4, and repeated slashes count as one. As in botocore, a slash ends the outcome only
// if one ends the path: `/a/b/..` becomes `/a`, not `/a/`.
std::string without_dot_segments(std::string_view path) {
    std::vector<std::string_view> kept;
    for (std::size_t start = 0; start < path.size();) {
        auto const end = std::min(path.find('/', start), path.size());
        auto const segment = path.substr(start, end - start);
        start = end + 1;
        if (segment == "..") {
            if (!kept.empty()) kept.pop_back();
        } else if (!segment.empty() && segment != ".") {
            kept.push_back(segment);
        }
    }
    if (kept.empty()) return "/";
    std::string out;
    for (auto segment : kept) out.append(1, '/').append(segment);
    if (path.ends_with('/')) out += '/';
    return out;
}

std::string encoded_once(std::string_view path) {
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (starts_with_escape(path.substr(i))) {
            out.append(path, i, 3);
            i += 2;
        } else {
            append_percent_encoded(out, path.substr(i, 1), slashes::keep);
        }
    }
    return out;
}

}  // namespace

std::string canonical_path(std::string_view path, options const& how) {
    if (path.empty()) return "/";
    auto const plain = how.normalize_path ? without_dot_segments(path) : std::string(path);
    return how.double_encode_path ? percent_encoded(plain, slashes::keep) : encoded_once(plain);
}

std::string canonical_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> parameters;
    for (std::size_t start = 0; start < query.size();) {
        auto const end = std::min(query.find('&', start), query.size());
        auto const one = query.substr(start, end - start);
        start = end + 1;
        if (one.empty()) continue;
        auto const equals = std::min(one.find('='), one.size());
        auto const value = one.substr(std::min(equals + 1, one.size()));
        // Some clients escape before signing and some do not: decoding first makes both come out the same.
        parameters.emplace_back(percent_encoded(percent_decoded(one.substr(0, equals))),
                                percent_encoded(percent_decoded(value)));
    }
    std::sort(parameters.begin(), parameters.end());
    std::string out;
    for (auto const& [name, value] : parameters) {
        if (!out.empty()) out += '&';
        out.append(name).append(1, '=').append(value);
    }
    return out;
}

}  // namespace ddbsnap::sigv4
