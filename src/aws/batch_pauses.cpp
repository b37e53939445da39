#include "aws/batch_pauses.hpp"

#include <algorithm>
#include <cmath>

namespace ddbsnap::aws {

std::optional<std::chrono::milliseconds> batch_pauses::after(std::size_t sent, std::size_t unprocessed,
                                                             double jitter) {
    if (unprocessed < sent) idle_ = 0;
    if (unprocessed == 0) return std::chrono::milliseconds(0);
    double const full = std::min(50 * std::exp2(idle_), 5000.0);
    if (unprocessed == sent && ++idle_ >= patience_) return std::nullopt;
    return std::chrono::milliseconds(std::lround(full / 2 + jitter * full / 2));
}

}  // namespace ddbsnap::aws
