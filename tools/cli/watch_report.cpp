#include "cli/watch_report.hpp"

#include "aws/json_writer.hpp"
#include "cli/output.hpp"

#include <fmt/format.h>

namespace ddbsnap::cli {

std::string to_json(save_report const& report) {
    std::string text;
    aws::json_writer out(text);
    out.begin_object();
    out.member("outcome", to_string(report.outcome));
    write_members(out, report.snapshot);
    if (report.why) out.member("why", report.why->to_string());
    if (report.superseded_by_other) out.member("supersededByOther", true);
    out.end_object();
    return text;
}

std::string describe(save_report const& report) {
    auto const& name = report.snapshot.name;
    auto const size = format_size(report.snapshot.size.value_or(0));
    auto const why = report.why ? ": " + report.why->to_string() : std::string();
    switch (report.outcome) {
        case save_outcome::stored:
            return fmt::format(
                "stored {} ({}){}", name, size,
                report.superseded_by_other ? ", but another writer has stored a newer one" : "");
        case save_outcome::superseded:
            return fmt::format("superseded {}: a newer one came before it was sent", name);
        case save_outcome::spooled:
            return fmt::format("not stored: {}; the next start takes it from the spool directory{}", name,
                               why);
        case save_outcome::failed:
            break;
    }
    return fmt::format("not stored: {}{}", name, why);
}

}  // namespace ddbsnap::cli
