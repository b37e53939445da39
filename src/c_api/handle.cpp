#include "c_api/handle.hpp"

#include "c_api/boundary.hpp"

#include <boost/asio/use_awaitable.hpp>

namespace asio = boost::asio;
using namespace ddbsnap;
using namespace ddbsnap::c_api;

namespace {

asio::awaitable<bool> end_there(ddbsnap_handle& h) {
    if (h.writer) co_await h.writer->close(std::chrono::milliseconds(0));
    h.writer.reset();
    h.store.reset();
    // What they have left on the loop to be done at once is done before the loop goes.
    co_await asio::post(h.runtime->executor(), asio::use_awaitable);
    co_return true;
}

store_options options_for_store(std::shared_ptr<callbacks> const& calls) {
    store_options s;
    s.outside = real_world();
    if (!calls->has_log()) return s;
    s.outside.log = logger(calls->log_from(),
                           [calls](log_level level, std::string_view line) { calls->log(level, line); });
    s.warn = [log = s.outside.log](std::string const& what) {
        log.write(log_level::warning, [&] { return what; });
    };
    return s;
}

// On the loop, to which all that is opened belongs from its beginning.
asio::awaitable<result<void>> open_there(ddbsnap_handle& h, ddbsnap_options const& o) {
    auto for_store = options_for_store(h.calls);
    auto for_writer = o.writer;
    for_writer.log = for_store.outside.log;
    if (h.calls->has_outcome())
        for_writer.on_end = [calls = h.calls](save_report const& r) { calls->tell(r); };
    auto store = open_store(h.runtime->executor(), o.store, std::move(for_store));
    if (!store) co_return std::move(store).error();
    h.store = *std::move(store);
    auto writer = snapshot_writer::open(h.runtime->executor(), h.store, std::move(for_writer));
    if (!writer) co_return std::move(writer).error();
    h.writer.emplace(*std::move(writer));
    co_return result<void>();
}

struct ending_delete {
    void operator()(ddbsnap_handle* h) const noexcept {
        try {
            h->end();
        } catch (std::exception const&) {
            return;  // Without memory it cannot be ended in order: what is left of it stays.
        }
        delete h;
    }
};

ddbsnap_status open(ddbsnap_options const& o, ddbsnap_handle*& out) {
    if (!watch_forks())
        return refuse(DDBSNAP_FORKED, "the parent process has opened a handle before it forked; fork first");
    std::unique_ptr<ddbsnap_handle, ending_delete> handle(new ddbsnap_handle(o));
    if (auto const opened = handle->runtime->wait(open_there(*handle, o)); !opened)
        return refuse(opened.error());
    net::end_at_exit(*handle);
    out = handle.release();
    return DDBSNAP_OK;
}

}  // namespace

bool ddbsnap_handle::end() {
    std::lock_guard const lock(ending);
    if (is_stopped) return false;
    if (runtime) runtime->wait(end_there(*this));
    has_ended = true;
    runtime.reset();
    return true;
}

// Other threads may be in the middle of a call, and go on until the process is gone: all that they look at
// stays.
void ddbsnap_handle::end_at_exit() noexcept {
    // Who exits from a callback would wait for itself.
    if (ddbsnap::c_api::is_in_callback()) return;
    calls->silence();
    try {
        std::lock_guard const lock(ending);
        if (!runtime) return;
        has_ended = true;
        if (writer) runtime->wait(writer->close(std::chrono::milliseconds(0)));
        runtime->stop();
        is_stopped = true;
    } catch (std::exception const&) {
        // The process ends all the same.
    }
}

ddbsnap_status ddbsnap::c_api::check(ddbsnap_handle const* handle) noexcept {
    if (!handle) return refuse(DDBSNAP_INVALID, "the handle is NULL");
    if (handle->generation != fork_generation())
        return refuse(DDBSNAP_FORKED, "the handle belongs to the parent process; open one after the fork");
    if (handle->has_ended) return refuse(DDBSNAP_CLOSED, "the process exits");
    return DDBSNAP_OK;
}

ddbsnap_status ddbsnap::c_api::check_for_waiting(ddbsnap_handle const* handle) noexcept {
    if (auto const bad = check(handle)) return bad;
    return is_in_callback() ? refuse(DDBSNAP_IN_CALLBACK, "a callback would wait for itself; do it elsewhere")
                            : DDBSNAP_OK;
}

ddbsnap_status ddbsnap_open(ddbsnap_options const* options, ddbsnap_handle** handle) {
    if (!handle) return refuse(DDBSNAP_INVALID, "there is no place for the handle");
    *handle = nullptr;
    if (!options) return refuse(DDBSNAP_INVALID, "options are NULL");
    if (is_in_callback()) return refuse(DDBSNAP_IN_CALLBACK, "a handle cannot be opened in a callback");
    return guarded([&] {
        if (options->store.empty())
            return refuse(DDBSNAP_INVALID, "no store is named; ddbsnap_options_set_store() does it");
        return open(*options, *handle);
    });
}

ddbsnap_status ddbsnap_destroy(ddbsnap_handle* handle) {
    if (!handle) return DDBSNAP_OK;
    if (auto const bad = check_for_waiting(handle); bad && bad != DDBSNAP_CLOSED) return bad;
    return guarded([&] {
        if (!handle->end()) return DDBSNAP_OK;
        ddbsnap::net::forget_at_exit(*handle);
        delete handle;
        return DDBSNAP_OK;
    });
}
