#pragma once

#include <ddbsnap/credentials.hpp>
#include <ddbsnap/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap::cli {

struct sign_options {
    std::string service = "dynamodb";
    std::string region;
    std::optional<std::string> date;  ///< `2015-08-30T12:36:00Z`; default: now
    bool normalize = true;            ///< never for the service s3, whose paths are signed as they are
    bool sign_body = false;
    bool omit_session_token = false;
    bool json = false;
};

/// Signs an HTTP/1.1 request given as text. Returns what to print: the canonical request, the string to sign,
/// the signature and the value of `Authorization`; with `json` as one JSON object in one line.
///
/// @errors errc::missing_region, errc::invalid_argument for a date or request that cannot be meant,
///         errc::not_supported for a chunked body
result<std::string> run_sign(std::string_view raw_request, credentials const&, sign_options const&,
                             system_time now);

}  // namespace ddbsnap::cli
