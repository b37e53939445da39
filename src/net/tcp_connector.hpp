#pragma once

#include "net/byte_stream.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace ddbsnap::net {

struct tcp_options {
    std::string ca_bundle{};  ///< a PEM file whose roots are trusted too; empty for none
    std::chrono::milliseconds connect_timeout{3100};  ///< names and TCP, over all addresses
    std::chrono::milliseconds handshake_timeout{3100};
};

/// Opens TCP connections of this machine, and TLS over them where the origin asks for it. The TLS context is
/// made at the first TLS connection, so that a plain-http endpoint needs no roots.
std::shared_ptr<stream_connector> make_tcp_connector(tcp_options);
std::shared_ptr<stream_connector> make_tcp_connector(std::string ca_bundle);

}  // namespace ddbsnap::net
