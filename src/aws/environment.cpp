#include "aws/environment.hpp"

#include "core/ascii.hpp"

namespace ddbsnap::aws {

std::optional<std::string> environment_value(world const& outside, std::string const& name) {
    auto const value = outside.environment(name);
    if (!value) return std::nullopt;
    auto const text = trim(*value);
    if (text.empty()) return std::nullopt;
    return std::string(text);
}

}  // namespace ddbsnap::aws
