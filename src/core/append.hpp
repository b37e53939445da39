#pragma once

#include <string>
#include <string_view>

namespace ddbsnap {

/// Appends all parts, one after another.
template <class... Parts>
void append_all(std::string& out, Parts... parts) {
    (out.append(std::string_view(parts)), ...);
}

}  // namespace ddbsnap
