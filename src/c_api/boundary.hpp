#pragma once

#include "c_api/last_error.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <new>

namespace ddbsnap::c_api {

/// Runs what a function of C does, and lets no exception out.
template <class F>
ddbsnap_status guarded(F&& f) noexcept {
    try {
        return f();
    } catch (std::bad_alloc const&) {
        return refuse(DDBSNAP_OUT_OF_MEMORY, "out of memory");
    } catch (std::exception const& e) {
        return refuse(DDBSNAP_FAILED, e.what());
    }
}

/// A timeout as C gives it.
inline std::chrono::milliseconds timeout_of(std::int64_t ms) noexcept {
    return ms < 0 ? std::chrono::milliseconds::max() : std::chrono::milliseconds(ms);
}

}  // namespace ddbsnap::c_api
