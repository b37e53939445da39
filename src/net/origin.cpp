#include "net/origin.hpp"

#include <fmt/format.h>

namespace ddbsnap::net {

std::string origin::to_string() const {
    bool const is_v6 = host.find(':') != std::string::npos;
    return is_v6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

}  // namespace ddbsnap::net
