#pragma once

#include "aws/hedge_policy.hpp"
#include "aws/rate_limiter.hpp"
#include "aws/retry_policy.hpp"
#include "core/uuid.hpp"
#include "dynamodb/attempt_outcome.hpp"
#include "dynamodb/endpoint_router.hpp"
#include "dynamodb/prepared_request.hpp"

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
    request_sender(boost::asio::any_io_executor executor, client_options options, endpoint_router router);

    struct reply {
        std::string document;
        int attempts = 0;
    };

    /// The successful response to `operation`. `request` must stay until then.
    boost::asio::awaitable<result<reply>> send(std::string_view operation, prepared_request& request);

    /// Has keys and connections at hand for the first request. What fails here fails that request, or not.
    boost::asio::awaitable<result<void>> warm_up();

    endpoint_router const& router() const noexcept { return router_; }
    system_time now() const { return options_.outside.now(); }

   private:
    using milliseconds = std::chrono::milliseconds;

    struct call {
        std::string_view operation;
        prepared_request& request;
        steady_time deadline;
        std::string_view wire{};
        uuid_text invocation_id{};
        aws::retry_policy::call_state state{};  // of retries; others come on top of these
        int sent = 0;                           // attempts of any kind
        milliseconds clock_offset{0};           // that the last attempt was signed with
        system_time signed_at{};
        bool may_have_been_applied = false;
        std::optional<failure> last{};   // of the attempt before
        credentials_cache::keys keys{};  // that the last attempt was signed with
        std::shared_ptr<route> to{};     // where the last attempt went
        bool has_replaced_keys = false;  // because the service had refused them
        bool has_corrected_clock = false;
    };

    // What of an answer's head is needed when its body was read; empty where it is not.
    struct answer_marks {
        std::string date;
        std::string request_id;
    };

    // The way of a call.
    boost::asio::awaitable<attempt_outcome> attempt(call& c);
    boost::asio::awaitable<std::optional<milliseconds>> what_next(call& c, attempt_outcome& failed);
    result<reply> finish(call& c, attempt_outcome last);

    // What an attempt consists of.
    boost::asio::awaitable<result<void>> wait_for_rate(call& c);
    result<void> write(call& c, steady_time until);
    boost::asio::awaitable<attempt_outcome> exchange(call const& c, steady_time until, bool is_hedge);
    boost::asio::awaitable<attempt_outcome> exchange_hedged(call& c, steady_time until,
                                                            std::chrono::nanoseconds delay);
    answer_marks marks_of(net::http_response const& response) const;
    void judge(call const& c, answer_marks const& marks, attempt_outcome& out) const;
    std::optional<aws::hedge_policy::read> hedged_read(call const& c) const noexcept;

    // Attempts with something changed, on top of the retries.
    bool correct_clock(call& c, attempt_outcome const& failed);
    boost::asio::awaitable<result<bool>> replace_keys(call& c);

    // To the observer, if there is one.
    void report_attempt(call const& c, attempt_outcome const& one, std::optional<milliseconds> pause);
    void report_call(call const& c, std::error_code outcome);

    bool is_timed() const noexcept { return options_.observer || hedges_.is_on(); }
    steady_time attempt_end(call const& c) const;
    void learn_time(call const& c, net::http_response const& response);
    double jitter();

    client_options options_;
    endpoint_router router_;
    aws::retry_policy retries_;
    std::optional<aws::rate_limiter> rate_;  // adaptive retries
    aws::hedge_policy hedges_;
    sigv4::signing_key_cache signing_keys_;
    std::string head_;  // of the request being written
    credentials_cache keys_;
    milliseconds clock_offset_{0};  // of the service's clock, for signing; 0 unless one was refused
    // The service's clock as an answer gave it, good enough for the time that an attempt ends.
    std::optional<milliseconds> service_offset_;
    system_time time_learnt_{};
    std::minstd_rand random_;
};

}  // namespace ddbsnap::dynamodb
