#include "bench/latency_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace ddbsnap::bench {

void latency_histogram::add(std::uint64_t nanos) noexcept {
    unsigned const width = static_cast<unsigned>(std::bit_width(nanos));
    unsigned const shift = width > bits + 1 ? width - bits - 1 : 0;
    // Below 2^(bits+1) each time has a place of its own; above, each power of two has 2^bits places.
    ++counts_[(std::size_t{shift} << bits) + (nanos >> shift)];
    ++count_;
}

std::uint64_t latency_histogram::percentile(double part) const noexcept {
    auto const rank =
        std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(count_))));
    std::uint64_t so_far = 0;
    for (std::size_t place = 0; place < counts_.size(); ++place) {
        so_far += counts_[place];
        if (so_far < rank) continue;
        if (place < (std::size_t{2} << bits)) return place;
        auto const shift = (place >> bits) - 1;
        return (std::uint64_t{place} - (std::uint64_t{shift} << bits)) << shift;
    }
    return 0;
}

}  // namespace ddbsnap::bench
