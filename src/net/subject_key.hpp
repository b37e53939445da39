#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ddbsnap::net {

/// A number for an X.509 name in DER. Names that are equal as RFC 5280, section 7.1, compares them have the
/// same one, whatever their letters' case, white space and kinds of strings are; others may have it, too.
/// @return nothing where it is no name
[[nodiscard]] std::optional<std::uint64_t> key_of_name(std::string_view der) noexcept;

/// That of a certificate's subject.
[[nodiscard]] std::optional<std::uint64_t> key_of_subject(std::string_view certificate) noexcept;

}  // namespace ddbsnap::net
