#pragma once

#include "net/http_response.hpp"

#include <ddbsnap/error.hpp>
#include <ddbsnap/world.hpp>

#include <span>
#include <string>
#include <string_view>

namespace ddbsnap {

/// Whether STS, or who stands before it, may answer otherwise when asked again: throttling, and an identity
/// provider that STS could not reach. HTTP 5xx and 429 are left to the fetcher.
bool is_worth_asking_again(net::http_response const&);

/// Whether a refusal can be due to a clock that is off.
bool is_about_time(net::http_response const&);

/// What a role was asked for with.
struct role_question {
    std::string_view action;  ///< "AssumeRole"
    std::string_view role_arn;
    std::string_view who;  ///< "STS at sts.eu-west-1.amazonaws.com"
    std::string_view region;
};

/// errc::credentials_failed for an answer that is no HTTP 200.
///
/// @param secrets  are starred out where the server repeats them
failure sts_refusal(role_question const&, net::http_response const&, system_time now,
                    std::span<std::string_view const> secrets);

}  // namespace ddbsnap
