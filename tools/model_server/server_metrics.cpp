#include "model_server/server_metrics.hpp"

#include <fmt/format.h>
#include <iterator>

namespace model_server {
namespace {

void begin(std::string& text, std::string_view name, std::string_view type, std::string_view help) {
    fmt::format_to(std::back_inserter(text), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void single(std::string& text, std::string_view name, std::string_view type, std::string_view help,
            std::uint64_t value) {
    begin(text, name, type, help);
    fmt::format_to(std::back_inserter(text), "{} {}\n", name, value);
}

}  // namespace

void server_metrics::count_request(std::string_view call, int status, std::chrono::nanoseconds took) {
    ++requests_[{call, status}];
    durations_[call].add(took);
}

void server_metrics::append_requests(std::string& text) const {
    constexpr std::string_view requests = "model_server_requests_total";
    begin(text, requests, "counter", "Requests by call and status.");
    for (auto const& [key, count] : requests_)
        fmt::format_to(std::back_inserter(text), "{}{{call=\"{}\",code=\"{}\"}} {}\n", requests, key.first,
                       key.second, count);
    constexpr std::string_view durations = "model_server_request_duration_seconds";
    begin(text, durations, "histogram", "From a request that was read to its reply being ready.");
    for (auto const& [call, times] : durations_)
        times.append_to(text, durations, fmt::format("call=\"{}\"", call));
}

std::string server_metrics::prometheus_text() const {
    std::string text;
    append_requests(text);
    single(text, "model_server_connections_opened_total", "counter", "Connections that were accepted.",
           connections_opened);
    single(text, "model_server_connections_open", "gauge", "Connections that are open.", connections_open);
    single(text, "model_server_changes_total", "counter", "Changes of the registry.", changes);
    if (lateness) {
        constexpr std::string_view name = "model_server_loop_stall_seconds";
        begin(text, name, "histogram", "How late the loop came to a timer that is due each millisecond.");
        lateness->append_to(text, name, "");
    }
    return text;
}

}  // namespace model_server
