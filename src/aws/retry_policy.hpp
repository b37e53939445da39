#pragma once

#include <ddbsnap/error.hpp>

#include <chrono>
#include <optional>

namespace ddbsnap::aws {

/// Why an attempt failed, as far as trying again is concerned.
enum class retry_class { no, transient, throttling };

/// Transient: the connection, time-outs, checksums, HTTP 500 502 503 504 and what DynamoDB declares so.
retry_class classify(failure const& f) noexcept;

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

    explicit retry_policy(int max_attempts) : max_attempts_(max_attempts) {}

    /// How long to wait before the next attempt; nothing: give up.
    ///
    /// @param jitter       a random number in [0, 1)
    /// @param retry_after  what the service asked for in x-amz-retry-after
    std::optional<milliseconds> after_failure(call_state& call, failure const& f, double jitter,
                                              std::optional<milliseconds> retry_after);

    void after_success(call_state const& call) noexcept;

    int tokens() const noexcept { return tokens_; }

   private:
    static constexpr int capacity = 500;

    int max_attempts_;
    int tokens_ = capacity;
};

}  // namespace ddbsnap::aws
