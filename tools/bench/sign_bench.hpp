#pragma once

#include <cstddef>

namespace ddbsnap::bench {

/// Measures signing a request with a body of `size` bytes, its key cached, beside the SHA-256 and HMAC work
/// that is in any such signature. Prints the outcome and returns the exit code.
int run_sign(std::size_t size, bool json);

}  // namespace ddbsnap::bench
