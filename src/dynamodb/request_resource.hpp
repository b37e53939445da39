#pragma once

#include <ddbsnap/operations.hpp>

#include <string>
#include <string_view>

namespace ddbsnap::dynamodb {

// The table that a request is for, or the first of them, where it is given as an ARN; empty where it is a
// plain name, which costs no allocation. The endpoint is chosen by it.

inline std::string arn_or_nothing(std::string_view table) {
    return table.starts_with("arn:") ? std::string(table) : std::string();
}

template <class Request>
std::string resource_arn_of(Request const& r) {
    if constexpr (requires { r.tables.begin()->first; })
        return r.tables.empty() ? std::string() : arn_or_nothing(r.tables.begin()->first);
    else if constexpr (requires { r.actions.front().table; })
        return r.actions.empty() ? std::string() : arn_or_nothing(r.actions.front().table);
    else if constexpr (requires { r.table; })
        return arn_or_nothing(r.table);
    else
        return {};
}

/// The same for any operation, from the JSON of its request. What is not JSON has none.
/// @see context parameters of the operations in the service model, API version 2012-08-10
std::string resource_arn_in(std::string_view operation, std::string_view json);

}  // namespace ddbsnap::dynamodb
