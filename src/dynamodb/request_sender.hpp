#pragma once

#include "aws/retry_policy.hpp"
#include "dynamodb/request_head.hpp"
#include "net/http_client.hpp"

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
    request_sender(client_options options, request_target target,
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
    };

    boost::asio::awaitable<result<std::string>> attempt(call& c);
    boost::asio::awaitable<result<std::shared_ptr<credentials const>>> current_keys();
    result<std::string> judge(call& c, net::http_response response);
    double jitter();

    client_options options_;
    request_target target_;
    net::http_client http_;
    aws::retry_policy retries_;
    sigv4::signing_key_cache signing_keys_;
    std::shared_ptr<credentials const> keys_;
    std::minstd_rand random_;
};

}  // namespace ddbsnap::dynamodb
