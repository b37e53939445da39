#include "core/time_text.hpp"
#include "core/utf8.hpp"

#include <ddbsnap/snapshot.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

failure bad_name(std::string_view what, std::string_view why) {
    return failure(errc::invalid_name, fmt::format("{}: {}", what, why));
}

bool is_series_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

// C0, DEL and C1; the text is UTF-8.
bool has_control_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const unit = read_utf8(text, i);
        if (unit.code_point < 0x20 || (unit.code_point >= 0x7f && unit.code_point < 0xa0)) return true;
        i += unit.length;
    }
    return false;
}

}  // namespace

result<void> check_series_name(std::string_view series) {
    if (series.empty()) return {};
    if (series.size() > 128) return bad_name("the series name", "it is longer than 128 characters");
    if (!std::all_of(series.begin(), series.end(), is_series_character))
        return bad_name("the series name", "only A-Z, a-z, 0-9, _, - and . may stand in it");
    if (series.front() == '.') return bad_name(fmt::format("series \"{}\"", series), "it starts with a dot");
    return {};
}

result<void> check_snapshot_name(std::string_view name) {
    constexpr auto what = "the snapshot name";
    if (name.empty()) return bad_name(what, "it is empty");
    if (name.size() > 1024) return bad_name(what, "it is longer than 1,024 bytes");
    if (!is_utf8(name)) return bad_name(what, "it is not UTF-8");
    if (has_control_character(name)) return bad_name(what, "a control character is in it");
    auto const named = fmt::format("snapshot \"{}\"", name);
    if (name.front() == '#') return bad_name(named, "it starts with #, as the store's own items do");
    if (name.find("#part-") != std::string_view::npos)
        return bad_name(named, "#part- is in it, which marks the parts of large bodies");
    return {};
}

std::string default_snapshot_name(system_time created) { return format_stamp(created) + "-snapshot.cfg"; }

}  // namespace ddbsnap
