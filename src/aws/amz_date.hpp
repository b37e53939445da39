#pragma once

#include <ddbsnap/world.hpp>

#include <array>
#include <string_view>

namespace ddbsnap {

/// A time as requests carry it: `20150830T123600Z`. Made without allocating.
class amz_date {
   public:
    /// Years 0 to 9999; see is_representable().
    explicit amz_date(system_time time) noexcept;

    std::string_view text() const noexcept { return {text_.data(), text_.size()}; }  ///< for `X-Amz-Date`
    std::string_view day() const noexcept { return text().substr(0, 8); }            ///< for the scope

    static bool is_representable(system_time time) noexcept;

   private:
    std::array<char, 16> text_;
};

}  // namespace ddbsnap
