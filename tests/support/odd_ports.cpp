#include "support/odd_ports.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace ddbsnap::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return at;
}

int bound_socket(std::uint16_t& port) {
    int const s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto at = loopback(0);
    auto* const address = reinterpret_cast<sockaddr*>(&at);
    socklen_t size = sizeof at;
    if (s < 0 || ::bind(s, address, size) != 0 || ::getsockname(s, address, &size) != 0)
        throw std::runtime_error("no free port");
    port = ntohs(at.sin_port);
    return s;
}

}  // namespace

std::uint16_t closed_port() {
    std::uint16_t port = 0;
    ::close(bound_socket(port));
    return port;
}

full_port::full_port() {
    sockets_.push_back(bound_socket(port_));
    ::listen(sockets_.front(), 0);
    auto const at = loopback(port_);
    // A queue of length zero still holds one connection; a few more leave no doubt.
    for (int i = 0; i < 4; ++i) {
        sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        ::connect(sockets_.back(), reinterpret_cast<sockaddr const*>(&at), sizeof at);
    }
}

full_port::~full_port() {
    for (int const s : sockets_) ::close(s);
}

}  // namespace ddbsnap::test
