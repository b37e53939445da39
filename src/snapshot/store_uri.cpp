#include "snapshot/store_uri.hpp"

#include "core/encoding.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

constexpr char const* forms = "a store is file:DIR or dynamodb:TABLE[?region=R&endpoint=URL&profile=P]";

failure refuse(std::string_view text, std::string_view why) {
    return failure(errc::invalid_argument, fmt::format("store {}: {}", text, why), forms);
}

// DynamoDB API reference, CreateTable: 3 to 255 of these; an ARN where a name is taken.
bool is_table(std::string_view name) {
    if (name.starts_with("arn:")) return name.size() <= 1024;
    auto const allowed = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '.' || c == '-'; };
    return name.size() >= 3 && name.size() <= 255 && std::all_of(name.begin(), name.end(), allowed);
}

result<void> set_parameter(store_uri& uri, std::string_view text, std::string_view pair) {
    auto const equals = pair.find('=');
    auto const name = pair.substr(0, equals);
    std::optional<std::string>* slot = name == "region"     ? &uri.region
                                       : name == "endpoint" ? &uri.endpoint
                                       : name == "profile"  ? &uri.profile
                                                            : nullptr;
    if (!slot) return refuse(text, fmt::format("'{}' is no parameter of it", name));
    if (equals == std::string_view::npos || equals + 1 == pair.size())
        return refuse(text, fmt::format("'{}' has no value", name));
    if (*slot) return refuse(text, fmt::format("'{}' is given twice", name));
    *slot = percent_decoded(pair.substr(equals + 1));
    return {};
}

}  // namespace

result<store_uri> parse_store_uri(std::string_view text) {
    store_uri uri;
    if (text.starts_with("file:")) {
        uri.place = text.substr(5);
        if (uri.place.empty()) return refuse(text, "no directory is named");
        return uri;
    }
    constexpr std::string_view scheme = "dynamodb:";
    if (!text.starts_with(scheme)) return refuse(text, "its scheme is unknown");
    uri.what = store_uri::kind::dynamodb;
    auto rest = text.substr(scheme.size());
    auto const question = rest.find('?');
    uri.place = rest.substr(0, question);
    if (!is_table(uri.place)) return refuse(text, "a table name has 3 to 255 of A-Z a-z 0-9 _ . -");
    while (question != std::string_view::npos) {
        rest.remove_prefix(rest.find_first_of("?&") + 1);
        auto const pair = rest.substr(0, rest.find('&'));
        if (auto set = set_parameter(uri, text, pair); !set) return std::move(set).error();
        if (pair.size() == rest.size()) break;
    }
    return uri;
}

result<aws_config> load_config_for(store_uri const& uri, world const& outside,
                                   aws_config_overrides otherwise) {
    if (uri.region) otherwise.region = uri.region;
    if (uri.endpoint) otherwise.endpoint_url = uri.endpoint;
    if (uri.profile) otherwise.profile = uri.profile;
    return load_aws_config(outside, otherwise);
}

}  // namespace ddbsnap
