#include "aws/clock_skew.hpp"

#include "core/time_text.hpp"

#include <fmt/format.h>

namespace ddbsnap::aws {

std::optional<std::chrono::milliseconds> skew_to(std::optional<std::string_view> date_header,
                                                 system_time now) {
    if (!date_header) return std::nullopt;
    auto const server = parse_http_date(*date_header);
    if (!server || std::chrono::abs(*server - now) < notable_skew) return std::nullopt;
    return *server - now;
}

std::optional<std::string> describe_skew(std::optional<std::string_view> date_header, system_time now) {
    auto const skew = skew_to(date_header, now);
    if (!skew) return std::nullopt;
    return fmt::format("this machine's clock is {} min {} the server's",
                       std::chrono::round<std::chrono::minutes>(std::chrono::abs(*skew)).count(),
                       skew->count() > 0 ? "behind" : "ahead of");
}

}  // namespace ddbsnap::aws
