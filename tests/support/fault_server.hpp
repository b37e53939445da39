#pragma once

#include "support/certificates.hpp"
#include "support/reaction.hpp"

#include <boost/asio/io_context.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ddbsnap::test {

/// A server on 127.0.0.1 that misbehaves as it is told. It runs on the test's own io_context, so nothing
/// about it depends on luck.
class fault_server {
   public:
    /// Answers requests, in the order in which they come, with a list of reactions; the last one is repeated.
    fault_server(boost::asio::io_context& io, std::vector<reaction> script,
                 std::optional<certificate> tls = std::nullopt);
    /// A template, lest a list in braces be taken for a behaviour.
    template <std::same_as<behaviour> Behaviour>
    fault_server(boost::asio::io_context& io, Behaviour what, std::optional<certificate> tls = std::nullopt)
        : fault_server(io, std::vector<reaction>{}, std::move(tls)) {
        behave(std::move(what));
    }
    fault_server(fault_server const&) = delete;
    fault_server& operator=(fault_server const&) = delete;
    ~fault_server();

    std::uint16_t port() const;
    std::string url() const;

    /// From now on; connections that are open stay.
    void behave(behaviour what);
    /// New connections get this certificate.
    void rotate(certificate const& to);
    /// New connections speak no newer TLS than this, as OpenSSL numbers versions.
    void speak_at_most(int tls_version);

    /// New connections buffer little, so that whoever sends much has to wait for the server to read.
    void take_small_bites();

    /// Resets all connections and refuses new ones, until it comes up again on the same port.
    void go_down();
    void come_up();

    /// All that arrived whole.
    std::vector<received_request> const& requests() const;
    int connections() const;  ///< accepted so far
    /// Sockets of this process that are connected to the server, whatever became of the server's end: those
    /// that a client has not closed.
    int open_connections() const;

   private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace ddbsnap::test
