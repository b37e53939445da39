#pragma once

#include <ddbsnap/world.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace ddbsnap {

/// Series by the time at which they are to be looked at, each at most once. Does not allocate when room was
/// made for as many series as there are.
class writer_agenda {
   public:
    struct entry {
        steady_time time;
        std::size_t series;

        friend bool operator>(entry const& a, entry const& b) { return a.time > b.time; }
    };

    void make_room(std::size_t series) {
        if (heap_.capacity() < series) heap_.reserve(std::max(series, 2 * heap_.capacity()));
    }

    bool empty() const noexcept { return heap_.empty(); }
    std::optional<steady_time> next_time() const {
        return heap_.empty() ? std::nullopt : std::optional(heap_.front().time);
    }

    void add(steady_time time, std::size_t series) {
        heap_.push_back({time, series});
        std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
    }

    /// The first series if its time has come.
    std::optional<std::size_t> pop(steady_time now) {
        if (heap_.empty() || heap_.front().time > now) return std::nullopt;
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
        auto const series = heap_.back().series;
        heap_.pop_back();
        return series;
    }

    /// Takes out the series of which `chosen(series)` is true.
    template <class Chosen>
    void extract_if(Chosen chosen) {
        if (std::erase_if(heap_, [&](entry const& e) { return chosen(e.series); }) != 0)
            std::make_heap(heap_.begin(), heap_.end(), std::greater<>{});
    }

    /// Gives each series the time `time_of(series)`.
    template <class TimeOf>
    void set_times(TimeOf time_of) {
        for (auto& e : heap_) e.time = time_of(e.series);
        std::make_heap(heap_.begin(), heap_.end(), std::greater<>{});
    }

   private:
    std::vector<entry> heap_;
};

}  // namespace ddbsnap
