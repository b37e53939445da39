#include "cli/copy_report.hpp"

#include "aws/json_writer.hpp"
#include "cli/output.hpp"
#include "core/time_text.hpp"

#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

void write_failure(aws::json_writer& out, copy_outcome::passed_over const& one) {
    out.begin_object();
    out.member("name", one.snapshot.name);
    out.member("created", format_iso8601(one.snapshot.created));
    out.member("why", one.why.to_string());
    out.end_object();
}

std::int64_t number(std::size_t n) { return static_cast<std::int64_t>(n); }

}  // namespace

std::string to_json(copy_outcome const& outcome, copy_facts const& facts) {
    std::string text;
    aws::json_writer out(text);
    out.begin_object();
    out.member("series", facts.series);
    out.member("from", facts.from);
    out.member("to", facts.to);
    out.member("total", number(outcome.total + facts.unreadable));
    out.member("copied", number(outcome.copied.size()));
    out.member("alreadyThere", number(outcome.already_there));
    out.member("failed", number(outcome.failed.size() + facts.unreadable));
    out.member("bytes", static_cast<std::int64_t>(outcome.bytes));
    out.member("complete", !outcome.stopped_by && outcome.failed.empty() && facts.unreadable == 0);
    out.member("dryRun", facts.dry_run);
    out.key("failures");
    out.begin_array();
    for (auto const& one : outcome.failed) write_failure(out, one);
    out.end_array();
    out.end_object();
    return text;
}

std::string describe(copy_outcome const& outcome, copy_facts const& facts) {
    auto text = fmt::format("{} {} ({}) from {} to {}", facts.dry_run ? "would copy" : "copied",
                            outcome.copied.size(), format_size(outcome.bytes), facts.from, facts.to);
    if (outcome.already_there != 0) text += fmt::format("; {} already there", outcome.already_there);
    if (auto const failed = outcome.failed.size() + facts.unreadable; failed != 0)
        text += fmt::format("; {} failed", failed);
    return text;
}

}  // namespace ddbsnap::cli
