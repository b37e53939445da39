#pragma once

#include <ddbsnap/sigv4.hpp>

#include <span>
#include <string>
#include <string_view>

namespace ddbsnap::sigv4 {

struct canonical_headers {
    std::string lines;  ///< `name:value`, each with its line end
    std::string names;  ///< joined with `;`
};

/// Names in lower case, sorted; values trimmed, runs of white space as one space; values of one name joined
/// with commas in their order. Takes every header it is given.
canonical_headers canonicalize(std::span<header const> headers);

/// The value with its white space, line folds included, as in a canonical request.
std::string canonical_value(std::string_view value);

/// Whether a header must stay out of the signature.
bool is_never_signed(std::string_view name);

/// Compares header names as HTTP does: ASCII letters regardless of their case.
bool is_same_name(std::string_view a, std::string_view b) noexcept;

}  // namespace ddbsnap::sigv4
