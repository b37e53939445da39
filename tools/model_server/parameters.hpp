#pragma once

#include "model_server/target.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace model_server {

/// Reads the parameters of a call. The first thing that is wrong is kept as the complaint, so that a call
/// reads all it needs and asks once. Of a parameter that is given twice the first one counts.
class parameters {
   public:
    explicit parameters(target const& t) : target_(t) {}

    std::optional<std::string> text(std::string_view name) const;
    std::string required(std::string_view name);
    int number(std::string_view name, int otherwise, int least);
    bool flag(std::string_view name);

    /// For what the caller finds wrong by itself.
    void complain(std::string what);
    std::optional<std::string> const& complaint() const noexcept { return complaint_; }

   private:
    target const& target_;
    std::optional<std::string> complaint_;
};

}  // namespace model_server
