#pragma once

#include <chrono>
#include <optional>

namespace ddbsnap::aws {

/// How long to wait before what a batch left unprocessed is sent again: 50 ms, doubled with each request of
/// which nothing was processed, up to 5 s; half of it at random.
class batch_pauses {
   public:
    explicit batch_pauses(int patience) : patience_(patience) {}

    /// After a request of `sent` parts that left `unprocessed` of them. Nothing: out of patience.
    /// @param jitter  a random number in [0, 1)
    std::optional<std::chrono::milliseconds> after(std::size_t sent, std::size_t unprocessed, double jitter);

   private:
    int patience_;
    int idle_ = 0;  // requests in a row that came to nothing
};

}  // namespace ddbsnap::aws
