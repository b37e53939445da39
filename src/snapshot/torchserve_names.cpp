#include "snapshot/torchserve_names.hpp"

#include "core/time_text.hpp"

#include <algorithm>

namespace ddbsnap {
namespace {

constexpr std::size_t stamp_digits = 17;

bool are_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Takes `_<digits>` from the end.
bool drop_number(std::string_view& name) {
    auto const at = name.rfind('_');
    if (at == std::string_view::npos || !are_digits(name.substr(at + 1))) return false;
    name = name.substr(0, at);
    return true;
}

}  // namespace

bool is_torchserve_file_name(std::string_view name) {
    if (name.size() <= stamp_digits || name[stamp_digits] != '-') return false;
    auto const kind = name.substr(stamp_digits + 1);
    return (kind == "startup.cfg" || kind == "snapshot.cfg" || kind == "shutdown.cfg") &&
           parse_stamp(name.substr(0, stamp_digits));
}

std::optional<std::string> item_name_for_body(std::string_view body) {
    auto const info = read_torchserve_info(body);
    if (!info) return std::nullopt;
    return torchserve_item_name(*info);
}

std::optional<std::string> file_name_in_item_name(std::string_view item_name) {
    bool const has_numbers = drop_number(item_name) && drop_number(item_name);
    if (!has_numbers || !is_torchserve_file_name(item_name)) return std::nullopt;
    return std::string(item_name);
}

}  // namespace ddbsnap
