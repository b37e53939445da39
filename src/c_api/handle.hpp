#pragma once

#include "c_api/callbacks.hpp"
#include "c_api/process.hpp"
#include "net/ended_at_exit.hpp"

#include <ddbsnap/background_runtime.hpp>
#include <ddbsnap/snapshot_store.hpp>
#include <ddbsnap/snapshot_writer.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

/// What C calls a handle: a loop on its own thread, a store and a writer that live there.
struct ddbsnap_handle final : ddbsnap::net::ended_at_exit {
    explicit ddbsnap_handle(ddbsnap_options const& o)
        : series(o.series), calls(std::make_shared<ddbsnap::c_api::callbacks>(o)) {
        runtime.emplace();
    }

    /// Closes without time, and lets go of all but the handle itself; false: the process exits, and it stays.
    /// Throws std::bad_alloc, before it has done anything.
    bool end();
    void end_at_exit() noexcept override;

    std::string series_or_own(char const* given) const { return given ? std::string(given) : series; }

    std::string const series;
    unsigned const generation = ddbsnap::c_api::fork_generation();
    std::shared_ptr<ddbsnap::c_api::callbacks> const calls;
    std::optional<ddbsnap::background_runtime> runtime;
    std::shared_ptr<ddbsnap::snapshot_store> store;
    std::optional<ddbsnap::snapshot_writer> writer;
    std::atomic<std::uint64_t> refused_here = 0;  // saves that did not come as far as the writer
    std::atomic<bool> has_ended = false;
    std::mutex ending;
    bool is_stopped = false;  // by the process' exit
};

namespace ddbsnap::c_api {

/// Whether a call may use the handle; the reason is kept where it may not.
ddbsnap_status check(ddbsnap_handle const* handle) noexcept;
/// The same for a call that waits for the handle's thread.
ddbsnap_status check_for_waiting(ddbsnap_handle const* handle) noexcept;

}  // namespace ddbsnap::c_api
