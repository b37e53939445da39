#include "advice.hpp"
#include "aws/json_writer.hpp"
#include "endpoint_command.hpp"

#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

std::string line(std::string_view label, std::string_view text) {
    return one_line(fmt::format("{:<16} {}", label, text)) + "\n";
}

}  // namespace

std::string format_endpoint_text(aws::resolved_endpoint const& endpoint,
                                 std::vector<endpoint_setting> const& settings) {
    auto const or_none = [](std::string const& text) { return text.empty() ? "none" : text; };
    auto text = line("url", endpoint.url) + line("signing region", or_none(endpoint.signing_region)) +
                line("signing name", endpoint.signing_name);
    for (auto const& s : settings) text += line(s.label, fmt::format("{} ({})", or_none(s.value), s.source));
    return text;
}

std::string format_endpoint_json(aws::resolved_endpoint const& endpoint,
                                 std::vector<endpoint_setting> const& settings) {
    std::string text;
    aws::json_writer out(text);
    out.begin_object();
    out.member("url", endpoint.url);
    out.member("signingRegion", endpoint.signing_region);
    out.member("signingName", endpoint.signing_name);
    out.key("settings");
    out.begin_array();
    for (auto const& s : settings) {
        out.begin_object();
        out.member("name", s.name);
        out.key("value");
        s.value.empty() ? out.raw("null") : out.string(s.value);
        out.member("source", s.source);
        out.end_object();
    }
    out.end_array();
    out.end_object();
    return text + "\n";
}

}  // namespace ddbsnap::cli
