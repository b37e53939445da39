#pragma once

#include "net/byte_stream.hpp"

#include <memory>
#include <string>

namespace ddbsnap::net {

/// Opens TCP connections of this machine, and TLS over them where the origin asks for it. The TLS context is
/// made at the first TLS connection, so that a plain-http endpoint needs no roots.
std::shared_ptr<stream_connector> make_tcp_connector(std::string ca_bundle);

}  // namespace ddbsnap::net
