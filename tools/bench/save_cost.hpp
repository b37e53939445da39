#pragma once

#include "bench/latency_histogram.hpp"

#include <cstddef>

namespace ddbsnap::bench {

/// What snapshot_writer::save() costs the thread that calls it. The time of reading the clock is in it.
struct save_cost {
    latency_histogram nanos;
    double allocations = 0;  ///< of the process for each save, what the writer does meanwhile included
};

/// Saves so often to 25 series by their handles, in turn and without a pause, bodies of 1 KB that were made
/// before, while the writer works on a loop of another thread.
save_cost measure_saves(std::size_t saves);

/// The clock alone, as it is read for each save.
latency_histogram measure_clock(std::size_t times);

}  // namespace ddbsnap::bench
