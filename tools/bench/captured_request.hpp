#pragma once

#include "bench/bench_case.hpp"

#include <ddbsnap/result.hpp>

#include <string>
#include <string_view>

namespace ddbsnap::bench {

/// The bytes that ddbsnap's client sends for the case, but for the `Host` header, whose value is `host`; its
/// signature is therefore good for no server that checks it. Nothing is sent to the case's endpoint.
/// @errors as the client has them before it sends, such as missing credentials
result<std::string> captured_request(bench_case const&, std::string_view host);

/// Where the body of a request begins.
std::size_t body_offset(std::string_view request) noexcept;

}  // namespace ddbsnap::bench
