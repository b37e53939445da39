#pragma once

#include <string_view>

namespace ddbsnap::dynamodb {

/// Whether an operation changes nothing, by its name. One that is not known counts as a write.
bool is_read(std::string_view operation) noexcept;

}  // namespace ddbsnap::dynamodb
