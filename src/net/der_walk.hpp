#pragma once

#include <optional>
#include <string_view>

namespace ddbsnap::net {

/// The values of DER one after the other.
class der_walk {
   public:
    struct value {
        int tag;  // with its class where that is not the universal one: see context_tag()
        std::string_view content;
        std::string_view whole;  // with tag and length
    };
    static constexpr int context_tag(int number) { return 0x100 + number; }

    explicit der_walk(std::string_view der) noexcept : rest_(der) {}

    bool is_at_end() const noexcept { return rest_.empty(); }

    /// What comes next; nothing at the end, and where it is none or not whole.
    std::optional<value> next() const noexcept;
    /// Goes on behind it.
    std::optional<value> take() noexcept;
    /// The same for one that must have that tag.
    std::optional<value> take(int tag) noexcept;

   private:
    std::string_view rest_;
};

}  // namespace ddbsnap::net
