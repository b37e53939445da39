#pragma once

#include "net/root_index.hpp"

struct ssl_ctx_st;

namespace ddbsnap::net {

/// Has a context look for the certificates it trusts in the index too.
/// @throws std::bad_alloc
void look_for_roots_in(root_index, ssl_ctx_st*);

}  // namespace ddbsnap::net
