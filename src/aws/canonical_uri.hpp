#pragma once

#include <ddbsnap/sigv4.hpp>

#include <string>
#include <string_view>

namespace ddbsnap::sigv4 {

/// The path as it is signed.
std::string canonical_path(std::string_view path, options const&);

/// The query as it is signed: each name and value encoded exactly once, sorted by name, then by value.
std::string canonical_query(std::string_view query);

}  // namespace ddbsnap::sigv4
