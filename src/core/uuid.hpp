#pragma once

#include <array>
#include <string>
#include <string_view>

namespace ddbsnap {

/// A random UUID (version 4) in its usual form.
std::string random_uuid();

/// The same, made without allocating.
class uuid_text {
   public:
    uuid_text();

    std::string_view view() const noexcept { return {text_.data(), text_.size()}; }

   private:
    std::array<char, 36> text_;
};

}  // namespace ddbsnap
