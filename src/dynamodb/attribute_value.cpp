#include <ddbsnap/attribute_value.hpp>

namespace ddbsnap {
namespace {

std::size_t size_of_value(attribute_value const& value) noexcept;

// About one byte for two significant digits, and one more; zeros at either end do not count.
std::size_t size_of_number(number const& n) noexcept {
    auto mantissa = std::string_view(n.text).substr(0, n.text.find_first_of("eE"));
    std::size_t digits = 0, zeros = 0;
    for (char c : mantissa) {
        if (c < '0' || c > '9') continue;
        if (c == '0') {
            zeros += digits > 0;
        } else {
            digits += zeros + 1;
            zeros = 0;
        }
    }
    bool const is_negative = !n.text.empty() && n.text.front() == '-';
    return (digits + 1) / 2 + 1 + is_negative;
}

struct sizer {
    std::size_t operator()(null_value) const noexcept { return 1; }
    std::size_t operator()(bool) const noexcept { return 1; }
    std::size_t operator()(std::string const& v) const noexcept { return v.size(); }
    std::size_t operator()(number const& v) const noexcept { return size_of_number(v); }
    std::size_t operator()(binary const& v) const noexcept { return v.bytes.size(); }
    std::size_t operator()(value_list const& v) const noexcept {
        std::size_t total = 3;
        for (auto const& element : v) total += 1 + size_of_value(element);
        return total;
    }
    std::size_t operator()(item const& v) const noexcept { return 3 + v.size() + size_of(v); }
    std::size_t operator()(string_set const& v) const noexcept { return sum(v); }
    std::size_t operator()(number_set const& v) const noexcept { return sum(v); }
    std::size_t operator()(binary_set const& v) const noexcept { return sum(v); }

    template <class Set>
    std::size_t sum(Set const& set) const noexcept {
        std::size_t total = 0;
        for (auto const& v : set.values) total += (*this)(v);
        return total;
    }
};

std::size_t size_of_value(attribute_value const& value) noexcept {
    return std::visit(sizer{}, value.as_variant());
}

}  // namespace

std::string_view string_of(item const& attributes, std::string_view name) noexcept {
    auto const found = attributes.find(name);
    if (found == attributes.end()) return {};
    auto const* text = found->second.get_if<std::string>();
    return text ? std::string_view(*text) : std::string_view{};
}

std::size_t size_of(item const& attributes) noexcept {
    std::size_t total = 0;
    for (auto const& [name, value] : attributes) total += name.size() + size_of_value(value);
    return total;
}

}  // namespace ddbsnap
