#pragma once

#include <cstdint>
#include <vector>

namespace ddbsnap::test {

/// A port of 127.0.0.1 that refuses connections.
std::uint16_t closed_port();

/// A port of 127.0.0.1 whose queue of connections is full: connecting to it takes for ever.
class full_port {
   public:
    full_port();
    full_port(full_port const&) = delete;
    full_port& operator=(full_port const&) = delete;
    ~full_port();

    std::uint16_t port() const noexcept { return port_; }

   private:
    std::vector<int> sockets_;
    std::uint16_t port_ = 0;
};

}  // namespace ddbsnap::test
