#pragma once

#include "c_api/options.hpp"

#include <ddbsnap/log.hpp>
#include <ddbsnap/snapshot_writer.hpp>

#include <atomic>
#include <string_view>

namespace ddbsnap::c_api {

/// The caller's functions, and what is called with them.
class callbacks {
   public:
    explicit callbacks(ddbsnap_options const& o) : options_(o) {}

    bool has_outcome() const noexcept { return options_.on_outcome; }
    bool has_log() const noexcept { return options_.on_log; }
    log_level log_from() const noexcept { return options_.log_from; }

    void tell(save_report const& r) const noexcept;
    void log(log_level level, std::string_view line) const noexcept;
    /// From now on they are not called any more.
    void silence() noexcept { is_silent_ = true; }

   private:
    ddbsnap_options options_;
    std::atomic<bool> is_silent_ = false;
};

/// Whether this thread is in a callback, so that waiting may never end.
bool is_in_callback() noexcept;

}  // namespace ddbsnap::c_api
