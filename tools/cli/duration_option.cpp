#include "cli/duration_option.hpp"

#include "core/time_text.hpp"

#include <charconv>

namespace ddbsnap::cli {

std::optional<std::chrono::milliseconds> parse_short_duration(std::string_view text) {
    if (!text.ends_with("ms")) return parse_duration(text);
    text.remove_suffix(2);
    std::uint32_t count = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return std::chrono::milliseconds(count);
}

}  // namespace ddbsnap::cli
