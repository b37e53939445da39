#pragma once

#include <ddbsnap/aws_config.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap {

/// A store's URI taken apart.
struct store_uri {
    enum class kind { file, dynamodb };
    kind what = kind::file;
    std::string place;  ///< directory or table
    std::optional<std::string> region;
    std::optional<std::string> endpoint;
    std::optional<std::string> profile;
};

/// `file:DIR` (all that follows is the path) or `dynamodb:TABLE[?region=R&endpoint=URL&profile=P]`, the
/// values percent-encoded where they hold `&`, `%` or `#`. TABLE is a name or an ARN.
///
/// @errors errc::invalid_argument: another scheme, no directory or table, a table name outside DynamoDB's
///         alphabet and length, a parameter that is unknown or given twice
result<store_uri> parse_store_uri(std::string_view text);

/// The AWS settings for a table: what the URI says goes before `otherwise`, and that before environment and
/// files.
/// @errors those of load_aws_config()
result<aws_config> load_config_for(store_uri const& uri, world const& outside,
                                   aws_config_overrides otherwise);

}  // namespace ddbsnap
