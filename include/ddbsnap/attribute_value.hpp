#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ddbsnap {

/// DynamoDB's N: a decimal number of up to 38 digits, kept as the text that travels.
struct number {
    std::string text;

    number() = default;
    explicit number(std::string t) : text(std::move(t)) {}
    explicit number(std::int64_t value) : text(std::to_string(value)) {}

    bool operator==(number const&) const = default;
};

/// DynamoDB's B: raw bytes; base64 is only their form on the wire.
struct binary {
    std::string bytes;
    bool operator==(binary const&) const = default;
};

struct null_value {
    bool operator==(null_value const&) const = default;
};

/// SS, NS and BS: DynamoDB keeps no order in them and refuses empty ones.
struct string_set {
    std::vector<std::string> values;
    bool operator==(string_set const&) const = default;
};
struct number_set {
    std::vector<number> values;
    bool operator==(number_set const&) const = default;
};
struct binary_set {
    std::vector<binary> values;
    bool operator==(binary_set const&) const = default;
};

class attribute_value;

/// An item, or a value of type M: attributes by name.
using item = std::map<std::string, attribute_value, std::less<>>;

/// A value of type L.
using value_list = std::vector<attribute_value>;

/// One value of any of the ten types.
///
/// @see AttributeValue, DynamoDB API 2012-08-10
class attribute_value {
   public:
    using variant_type = std::variant<null_value, bool, std::string, number, binary, value_list, item,
                                      string_set, number_set, binary_set>;

    attribute_value() = default;
    attribute_value(null_value v) : value_(v) {}
    attribute_value(std::same_as<bool> auto v) : value_(v) {}
    attribute_value(std::string v) : value_(std::move(v)) {}
    attribute_value(std::string_view v) : value_(std::string(v)) {}
    attribute_value(char const* v) : value_(std::string(v)) {}
    attribute_value(number v) : value_(std::move(v)) {}
    attribute_value(binary v) : value_(std::move(v)) {}
    attribute_value(value_list v) : value_(std::move(v)) {}
    attribute_value(item v) : value_(std::move(v)) {}
    attribute_value(string_set v) : value_(std::move(v)) {}
    attribute_value(number_set v) : value_(std::move(v)) {}
    attribute_value(binary_set v) : value_(std::move(v)) {}

    /// The value if it is of that type, else null: `if (auto const* s = v.get_if<std::string>())`.
    template <class T>
    T const* get_if() const noexcept {
        return std::get_if<T>(&value_);
    }
    template <class T>
    T* get_if() noexcept {
        return std::get_if<T>(&value_);
    }

    variant_type const& as_variant() const noexcept { return value_; }

    bool operator==(attribute_value const&) const = default;

   private:
    variant_type value_;
};

/// The text of attribute `name` of type S; empty when it is missing or of another type.
std::string_view string_of(item const&, std::string_view name) noexcept;

/// An item's size as DynamoDB counts it against its limit of 409,600 bytes: names and values, raw binary.
///
/// @see DynamoDB Developer Guide, "DynamoDB item sizes and formats"
std::size_t size_of(item const&) noexcept;

/// The limit size_of() is compared with.
inline constexpr std::size_t max_item_size = 409'600;

}  // namespace ddbsnap
