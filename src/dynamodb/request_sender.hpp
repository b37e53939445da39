#pragma once

#include "aws/retry_policy.hpp"
#include "dynamodb/request_head.hpp"
#include "net/http_client.hpp"

#include <ddbsnap/credentials_cache.hpp>
#include <ddbsnap/dynamodb_client.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace ddbsnap::dynamodb {

/// Carries one call over the wire: credentials, signature, exchange, judgement, and again where that may
/// help.
class request_sender {
   public:
    request_sender(boost::asio::any_io_executor executor, client_options options, request_target target,
                   std::shared_ptr<net::stream_connector> connector, net::origin to);

    /// The body of the successful response to `operation` with the JSON document `body`.
    boost::asio::awaitable<result<std::string>> send(std::string_view operation, std::string body);

    request_target const& target() const noexcept { return target_; }
    system_time now() const { return options_.outside.now(); }

   private:
    struct call {
        std::string_view operation;
        std::string body;
        std::string body_hash;
        std::string wire;
        steady_time deadline;
        aws::retry_policy::call_state state;
        std::optional<std::chrono::milliseconds> retry_after;
        credentials_cache::keys keys;                     ///< that the last attempt was signed with
        bool has_replaced_keys = false;                   ///< because the service had refused them
        std::optional<std::chrono::milliseconds> skew{};  ///< that explains why the last attempt was refused
        bool has_corrected_clock = false;
    };

    boost::asio::awaitable<result<std::string>> attempt(call& c);
    boost::asio::awaitable<result<void>> take_keys(call& c);
    boost::asio::awaitable<result<bool>> replace_keys(call& c);
    bool correct_clock(call& c);
    result<std::string> judge(call& c, net::http_response response);
    double jitter();

    client_options options_;
    request_target target_;
    net::http_client http_;
    aws::retry_policy retries_;
    sigv4::signing_key_cache signing_keys_;
    credentials_cache keys_;
    std::chrono::milliseconds clock_offset_{
        0};  // of the service's clock, for signing; 0 unless one was refused
    std::minstd_rand random_;
};

}  // namespace ddbsnap::dynamodb
