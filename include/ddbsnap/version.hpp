#pragma once

#include <ddbsnap/version.h>

#include <string_view>

namespace ddbsnap {

/// The version of the library that runs: "0.1.0".
std::string_view version() noexcept;

}  // namespace ddbsnap
