#pragma once

#include "core/ascii.hpp"

#include <algorithm>
#include <string_view>

namespace ddbsnap::aws {

/// Whether a text may stand between two dots of a host name.
inline bool is_host_label(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

}  // namespace ddbsnap::aws
