#pragma once

namespace ddbsnap::c_api {

/// How often this process and those it comes from were forked since the first call. Costs a load.
unsigned fork_generation() noexcept;

/// Has fork_generation() count from here on. False: in a parent process this was called already, so its
/// threads and locks are here as they were, and nobody runs them.
bool watch_forks() noexcept;

}  // namespace ddbsnap::c_api
