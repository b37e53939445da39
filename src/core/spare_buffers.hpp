#pragma once

#include <cstddef>
#include <string>

namespace ddbsnap {

/// Memory of strings that are done with, kept for the next ones. Requests and answers may have hundreds of
/// kilobytes: taking those from the system and giving them back for each costs as much as filling them.
///
/// @thread_safety one store for each thread, of at most a megabyte

/// An empty string: the smallest kept one that has room for `wanted` bytes, else the largest there is.
std::string take_spare(std::size_t wanted) noexcept;

/// Keeps the memory if there is room for it.
void keep_spare(std::string) noexcept;

}  // namespace ddbsnap
