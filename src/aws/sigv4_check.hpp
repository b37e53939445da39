#pragma once

#include <ddbsnap/sigv4.hpp>

namespace ddbsnap::sigv4 {

/// Whether these can be a request, keys and a scope at all.
/// @errors errc::invalid_argument
result<void> check_request(request const&);
result<void> check_keys(keys const&);
result<void> check_scope(scope const&);

}  // namespace ddbsnap::sigv4
