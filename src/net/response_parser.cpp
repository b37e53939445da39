#include "net/response_parser.hpp"

#include "core/spare_buffers.hpp"

#include <algorithm>

namespace ddbsnap::net {
namespace {

constexpr std::uint64_t large = 16 * 1024;
constexpr std::uint64_t most_on_trust = 1024 * 1024;

}  // namespace

void response_parser::on_body_init_impl(length const& size, error_code&) {
    // What is announced is not there yet.
    if (size && *size >= large)
        response_.body = take_spare(static_cast<std::size_t>(std::min(*size, most_on_trust)));
    if (size) response_.body.reserve(static_cast<std::size_t>(std::min(*size, most_on_trust)));
}

}  // namespace ddbsnap::net
