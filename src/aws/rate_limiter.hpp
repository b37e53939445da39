#pragma once

#include <chrono>

namespace ddbsnap::aws {

/// The adaptive retry mode: from the first throttling on, requests are sent at no more than a rate that is
/// cut to 70 % by each further one and grows again along a cubic curve.
///
/// One client's, for all its operations. Time is the seconds of any clock that never goes back.
/// @see AWS SDKs and Tools Reference Guide, "Adaptive retry mode"
class rate_limiter {
   public:
    using seconds = std::chrono::duration<double>;

    explicit rate_limiter(seconds now);

    /// How long to wait before a request can be sent, to ask again then; zero: send it now, a token was
    /// taken.
    seconds acquire(seconds now);

    /// For each attempt, when its answer is there or it failed otherwise.
    void on_answer(bool throttled, seconds now);

    double rate() const noexcept { return fill_rate_; }          ///< requests a second
    double measured_rate() const noexcept { return measured_; }  ///< of answers
    double capacity() const noexcept { return max_capacity_; }   ///< tokens at most
    bool is_limiting() const noexcept { return limits_; }

   private:
    void measure(seconds now);
    void refill(seconds now);
    void set_rate(double rate, seconds now);

    bool limits_ = false;

    // Tokens, refilled all the time.
    double fill_rate_ = 1;
    double max_capacity_ = 1;
    double tokens_ = 0;
    seconds refilled_;

    // What comes back, smoothed.
    double measured_ = 0;
    double counted_ = 0;
    seconds bucket_;

    // The curve: the rate at the last throttling, when that was, and when the curve is there again.
    double last_max_ = 0;
    seconds throttled_;
    seconds time_window_{0};
};

}  // namespace ddbsnap::aws
