#include "core/failure_log.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

constexpr std::chrono::seconds between_lines{60};
constexpr std::chrono::seconds between_lines_if_well{10};

}  // namespace

bool failure_log::is_worth_a_line(kind const& k, steady_time now) noexcept {
    return now - k.told >= (k.went_well_since ? between_lines_if_well : between_lines);
}

void failure_log::on_failure(failure const& f, steady_time now) {
    ++failures_;
    auto known =
        std::find_if(kinds_.begin(), kinds_.end(), [&](kind const& k) { return k.code == f.code(); });
    if (known != kinds_.end() && !is_worth_a_line(*known, now)) {
        ++known->untold;
        return;
    }
    auto const untold = known == kinds_.end() ? 0 : known->untold;
    to_.write(log_level::warning, [&] {
        auto line = fmt::format("{}: {}", what_, f.to_string());
        if (untold != 0) line += fmt::format(" ({} more of these since the last such line)", untold);
        return line;
    });
    if (known == kinds_.end()) known = kinds_.insert(known, kind{f.code(), now});
    *known = {f.code(), now};
    if (!failing_since_) {
        failing_since_ = now;
        failures_ = 1;
    }
}

void failure_log::on_success(steady_time now) {
    for (auto& k : kinds_) k.went_well_since = true;
    if (!failing_since_) return;
    to_.write(log_level::info, [&] {
        auto const took = std::chrono::duration<double>(now - *failing_since_).count();
        return fmt::format("{} works again, after {:.1f} s and {} failure{}", what_, took, failures_,
                           failures_ == 1 ? "" : "s");
    });
    failing_since_.reset();
}

}  // namespace ddbsnap
