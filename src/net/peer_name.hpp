#pragma once

#include "net/origin.hpp"

#include <ddbsnap/error.hpp>

#include <optional>
#include <string>

struct ssl_st;

namespace ddbsnap::net {

/// SNI and the name to verify; an address literal is verified as such and sends no SNI (RFC 6066, section 3).
void expect_peer(ssl_st*, std::string const& host);

/// errc::certificate_rejected with the verdict on the peer's certificate; nothing when that was good or not
/// come to.
std::optional<failure> certificate_failure(ssl_st*, origin const& to);

}  // namespace ddbsnap::net
