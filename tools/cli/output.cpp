#include "cli/output.hpp"

#include "core/time_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

namespace ddbsnap::cli {
namespace {

// Code points, near enough to columns for names and times.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

void append_row(std::string& out, std::vector<std::string> const& row,
                std::vector<std::size_t> const& widths) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        out += row[i];
        if (i + 1 < row.size()) out.append(widths[i] - width_of(row[i]) + 2, ' ');
    }
    out += '\n';
}

void write_info(aws::json_writer& out, snapshot_info const& s) {
    out.begin_object();
    write_members(out, s);
    out.end_object();
}

}  // namespace

std::string format_table(std::vector<std::string> const& header,
                         std::vector<std::vector<std::string>> const& rows) {
    std::vector<std::size_t> widths;
    for (auto const& cell : header) widths.push_back(width_of(cell));
    for (auto const& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
    std::string out;
    append_row(out, header, widths);
    for (auto const& row : rows) append_row(out, row, widths);
    return out;
}

std::string format_size(std::uint64_t bytes) {
    if (bytes < 1024) return fmt::format("{} B", bytes);
    constexpr std::array units{"KB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    return fmt::format("{:.1f} {}", value, units[unit]);
}

bool has_colour() { return ::isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR"); }

void write_members(aws::json_writer& out, snapshot_info const& s) {
    out.member("series", s.series);
    out.member("name", s.name);
    out.member("created", format_iso8601(s.created));
    out.member("createdMs", std::int64_t{s.created.time_since_epoch().count()});
    if (s.size) out.member("size", static_cast<std::int64_t>(*s.size));
    out.member("kind", s.kind == body_kind::text ? "text" : "binary");
    if (s.expires) out.member("expires", format_iso8601(*s.expires));
}

std::string to_json(snapshot_info const& s) {
    std::string text;
    aws::json_writer out(text);
    write_info(out, s);
    return text;
}

std::string to_json(std::vector<snapshot_info> const& all) {
    std::string text;
    aws::json_writer out(text);
    out.begin_array();
    for (auto const& s : all) write_info(out, s);
    out.end_array();
    return text;
}

progress_bar::progress_bar(bool quiet) : on_(!quiet && ::isatty(STDERR_FILENO)) {}

progress_bar::~progress_bar() {
    if (shown_) std::fputs("\r\033[K", stderr);
}

void progress_bar::show(std::size_t done, std::size_t total) {
    if (!on_ || total == 0) return;
    constexpr std::size_t width = 30;
    auto const filled = done * width / total;
    fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {}/{}", "", filled, "", width - filled, done, total);
    std::fflush(stderr);
    shown_ = true;
}

}  // namespace ddbsnap::cli
