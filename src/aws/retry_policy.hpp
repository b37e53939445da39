#pragma once

#include <ddbsnap/error.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace ddbsnap::aws {

/// Why an attempt failed, as far as trying again is concerned.
enum class retry_class { no, transient, throttling };

/// Transient: the connection, time-outs, checksums, HTTP 500 502 503 504 and what DynamoDB declares so.
/// Throttling goes by the exception's name alone: HTTP 429 without one is nothing that DynamoDB says, and is
/// not tried again, as with the AWS SDKs.
retry_class classify(failure const& f) noexcept;

/// The value of x-amz-retry-after, whole milliseconds; nothing when it is negative or no number.
std::optional<std::chrono::milliseconds> parse_retry_after(std::optional<std::string_view> header) noexcept;

/// How long to wait before another attempt when so many, at least one, have failed: 25 ms, or 1 s when
/// throttled, doubled with each up to 20 s, times the random number `jitter` in [0, 1).
std::chrono::milliseconds back_off(int attempts, bool throttled, double jitter) noexcept;

/// Decides about further attempts for all calls of one client, with one budget for them: while a service is
/// down, retries dry up after a while instead of multiplying its load.
///
/// Standard retry rules, generation 2.1, with DynamoDB's constants: 500 tokens, a retry costs 14 or 5 when
/// throttled, base delay 25 ms or 1 s when throttled, doubled up to 20 s, times a random part of it.
/// @see AWS SDKs and Tools Reference Guide, "Retry behavior"
class retry_policy {
   public:
    using milliseconds = std::chrono::milliseconds;

    struct call_state {
        int attempts = 0;  ///< made so far
        int paid = 0;      ///< for the last retry; given back on success
    };

    struct setback {
        retry_class kind = retry_class::no;
        std::optional<milliseconds> retry_after{};  ///< what the service asked for in x-amz-retry-after
        milliseconds left = milliseconds::max();    ///< until the call has to end
    };

    explicit retry_policy(int max_attempts) : max_attempts_(max_attempts) {}

    /// How long to wait before the next attempt; nothing: give up, at once. A retry that could not begin in
    /// time is not paid for.
    ///
    /// @param jitter  a random number in [0, 1)
    std::optional<milliseconds> after_failure(call_state& call, setback const& what, double jitter);

    void after_success(call_state const& call) noexcept;

    int tokens() const noexcept { return tokens_; }
    int max_attempts() const noexcept { return max_attempts_; }

   private:
    static constexpr int capacity = 500;

    int max_attempts_;
    int tokens_ = capacity;
};

}  // namespace ddbsnap::aws
