#include "net/response_parser.hpp"

#include <algorithm>

namespace ddbsnap::net {

void response_parser::on_body_init_impl(length const& size, error_code&) {
    // What is announced is not there yet: memory for a megabyte at most is taken on trust.
    if (size) response_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*size, 1u << 20)));
}

}  // namespace ddbsnap::net
