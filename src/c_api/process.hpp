#pragma once

#include <ddbsnap/ddbsnap.h>

namespace ddbsnap::c_api {

/// How often this process and those it comes from were forked since the first call. Costs a load.
unsigned fork_generation() noexcept;

/// Has fork_generation() count from here on. False: in a parent process this was called already, so its
/// threads and locks are here as they were, and nobody runs them.
bool watch_forks() noexcept;

/// Has a handle closed when the process exits.
void close_at_exit(ddbsnap_handle& handle);
void forget(ddbsnap_handle& handle) noexcept;

}  // namespace ddbsnap::c_api
