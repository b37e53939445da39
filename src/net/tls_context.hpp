#pragma once

#include <ddbsnap/result.hpp>

#include <memory>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace ddbsnap::net {

/// A client context: TLS 1.2 or newer, peers verified against the system's roots and `ca_bundle`'s.
///
/// `ca_bundle` is a PEM file whose certificates are added; empty for none.
/// @errors errc::invalid_configuration when the bundle cannot be used or there are no roots at all
result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(std::string const& ca_bundle);

}  // namespace ddbsnap::net
