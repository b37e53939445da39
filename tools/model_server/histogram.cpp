#include "model_server/histogram.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <numeric>

namespace model_server {

void histogram::add(std::chrono::nanoseconds time) noexcept {
    auto const seconds = std::chrono::duration<double>(time).count();
    auto const place = std::lower_bound(bounds.begin(), bounds.end(), seconds);
    ++within_[static_cast<std::size_t>(place - bounds.begin())];
    sum_ += time;
}

std::uint64_t histogram::count() const noexcept {
    return std::accumulate(within_.begin(), within_.end(), std::uint64_t{0});
}

void histogram::append_to(std::string& text, std::string_view name, std::string_view labels) const {
    auto const out = std::back_inserter(text);
    auto const comma = labels.empty() ? "" : ",";
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < within_.size(); ++i) {
        so_far += within_[i];
        auto const bound = i < bounds.size() ? fmt::format("{}", bounds[i]) : "+Inf";
        fmt::format_to(out, "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, comma, bound, so_far);
    }
    auto const own = labels.empty() ? "" : fmt::format("{{{}}}", labels);
    fmt::format_to(out, "{}_sum{} {}\n", name, own, std::chrono::duration<double>(sum_).count());
    fmt::format_to(out, "{}_count{} {}\n", name, own, so_far);
}

}  // namespace model_server
