#include "dynamodb/operation_kind.hpp"

#include <algorithm>
#include <array>

namespace ddbsnap::dynamodb {

bool is_read(std::string_view operation) noexcept {
    constexpr std::array<std::string_view, 7> verbs{"Get",  "BatchGet", "TransactGet", "Query",
                                                    "Scan", "Describe", "List"};
    return std::any_of(verbs.begin(), verbs.end(),
                       [&](std::string_view verb) { return operation.starts_with(verb); });
}

}  // namespace ddbsnap::dynamodb
