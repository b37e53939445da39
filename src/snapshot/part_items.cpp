#include "snapshot/part_items.hpp"

#include "core/hash.hpp"
#include "snapshot/table_layout.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace ddbsnap {

namespace layout = table_layout;

using std::chrono::floor;
using std::chrono::seconds;

std::size_t parts_for(std::size_t bytes) noexcept { return (bytes + part_size - 1) / part_size; }

item part_key(item const& snapshot_item, std::size_t n) {
    item key = layout::key_of(snapshot_item);
    key.insert_or_assign(
        std::string(layout::name_attribute),
        fmt::format("{}{}{:04}", string_of(snapshot_item, layout::name_attribute), part_mark, n));
    return key;
}

item part_item(item const& snapshot_item, std::size_t n, std::string_view stored, system_time now) {
    auto const bytes = stored.substr((n - 1) * part_size, part_size);
    item part = part_key(snapshot_item, n);
    part.emplace(layout::body_attribute, binary{std::string(bytes)});
    part.emplace(layout::hash_attribute, binary{std::string(sha256(bytes).view())});
    part.emplace(layout::written_attribute,
                 number(std::int64_t{floor<seconds>(now).time_since_epoch().count()}));
    for (std::string_view const name : {layout::series_attribute, std::string_view(expiry_attribute)})
        if (auto const found = snapshot_item.find(name); found != snapshot_item.end()) part.insert(*found);
    return part;
}

std::optional<part_name> parse_part_name(std::string_view name) {
    auto const mark = name.rfind(part_mark);
    if (mark == std::string_view::npos || mark == 0) return std::nullopt;
    auto const digits = name.substr(mark + part_mark.size());
    part_name part{std::string(name.substr(0, mark)), 0};
    auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), part.number);
    if (digits.size() != 4 || ec != std::errc{} || end != digits.data() + digits.size() || part.number == 0)
        return std::nullopt;
    return part;
}

std::optional<system_time> part_time(item const& part, time_zone const& zone) {
    auto const created = parse_created_on(string_of(part, layout::created_attribute), zone);
    auto const written = layout::integer_of(part, layout::written_attribute);
    if (!created || !written) return created;
    return std::max(*created, system_time(seconds(*written)));
}

}  // namespace ddbsnap
