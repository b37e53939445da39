#pragma once

#include <ddbsnap/result.hpp>

#include <string>

struct ssl_ctx_st;

namespace ddbsnap::net {

/// Gives a context the system's root certificates, and those of `ca_bundle` where that is not empty.
/// @errors errc::invalid_configuration when the bundle cannot be used or there are no roots at all
result<void> load_roots(ssl_ctx_st*, std::string const& ca_bundle);

}  // namespace ddbsnap::net
