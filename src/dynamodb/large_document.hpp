#pragma once

#include <cstddef>

namespace ddbsnap::dynamodb {

/// A JSON document from so many bytes on is written, hashed and read on the blocking thread. At 32 KB that
/// takes a loop some 50 to 100 microseconds, and the way to another thread and back some 20.
inline constexpr std::size_t large_document = 32 * 1024;

}  // namespace ddbsnap::dynamodb
