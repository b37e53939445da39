#include "snapshot/table_layout.hpp"

#include "core/time_text.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <charconv>
#include <fmt/format.h>

namespace ddbsnap::table_layout {
namespace {

// As many as the four digits of their names count.
constexpr std::int64_t most_parts = 9999;

using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::seconds;

failure corrupt(item const& i, std::string_view what) {
    return failure(errc::corrupt_snapshot,
                   fmt::format("the item {} created {} {}", string_of(i, name_attribute),
                               string_of(i, created_attribute), what));
}

result<void> read_body(item& i, snapshot& out) {
    if (i.contains(encoding_attribute) || i.contains(parts_attribute))
        return corrupt(i, "has a body that is compressed or in parts");
    auto const found = i.find(body_attribute);
    if (found == i.end()) return corrupt(i, "has no snapshot");
    if (auto* text = found->second.get_if<std::string>()) {
        out.body = std::move(*text);
    } else if (auto* bytes = found->second.get_if<binary>()) {
        out.body = std::move(bytes->bytes);
        out.kind = body_kind::binary;
    } else {
        return corrupt(i, "has a snapshot that is neither text nor binary");
    }
    if (out.size && *out.size != out.body.size())
        return corrupt(i,
                       fmt::format("has a body of {} bytes where {} were saved", out.body.size(), *out.size));
    out.size = out.body.size();
    return {};
}

}  // namespace

std::optional<std::int64_t> integer_of(item const& i, std::string_view name) {
    auto const found = i.find(name);
    auto const* n = found == i.end() ? nullptr : found->second.get_if<number>();
    if (!n) return std::nullopt;
    std::int64_t value = 0;
    auto const [end, ec] = std::from_chars(n->text.data(), n->text.data() + n->text.size(), value);
    if (ec != std::errc{} || end != n->text.data() + n->text.size()) return std::nullopt;
    return value;
}

std::string full_name(std::string_view series, std::string_view name) {
    return series.empty() ? std::string(name) : fmt::format("{}/{}", series, name);
}

std::string month_key(std::string_view series, std::string_view month) {
    return series.empty() ? std::string(month) : fmt::format("{}#{}", series, month);
}

item key_of(snapshot_info const& info, time_zone const& zone) {
    item key;
    key.emplace(name_attribute, full_name(info.series, info.name));
    key.emplace(created_attribute, format_created_on(info.created, zone));
    return key;
}

item key_of(item const& whole) {
    item key;
    for (auto const name : {name_attribute, created_attribute})
        key.emplace(name, std::string(string_of(whole, name)));
    return key;
}

item envelope(snapshot_info const& info, time_zone const& zone) {
    item i = key_of(info, zone);
    i.emplace(month_attribute, month_key(info.series, format_month(info.created, zone)));
    if (info.size) i.emplace(size_attribute, number(static_cast<std::int64_t>(*info.size)));
    if (!info.series.empty()) i.emplace(series_attribute, info.series);
    if (info.expires)
        i.emplace(expiry_attribute, number(floor<seconds>(*info.expires).time_since_epoch().count()));
    return i;
}

item to_item(snapshot const& s, time_zone const& zone) {
    snapshot_info info = s;
    info.size = s.body.size();
    item i = envelope(info, zone);
    if (s.kind == body_kind::text)
        i.emplace(body_attribute, s.body);
    else
        i.emplace(body_attribute, binary{s.body});
    return i;
}

result<snapshot_info> info_of(item const& i, std::string_view series, time_zone const& zone) {
    snapshot_info s;
    s.series = series;
    auto name = string_of(i, name_attribute);
    if (!series.empty() && name.starts_with(full_name(series, ""))) name.remove_prefix(series.size() + 1);
    s.name = name;
    auto const created = parse_created_on(string_of(i, created_attribute), zone);
    if (!created) return corrupt(i, "has no valid createdOn");
    s.created = *created;
    if (auto const size = integer_of(i, size_attribute); size && *size >= 0)
        s.size = static_cast<std::uint64_t>(*size);
    if (auto const expires = integer_of(i, expiry_attribute)) s.expires = system_time(seconds(*expires));
    return s;
}

result<snapshot> from_item(item i, std::string_view series, time_zone const& zone) {
    auto info = info_of(i, series, zone);
    if (!info) return std::move(info).error();
    snapshot s;
    static_cast<snapshot_info&>(s) = *std::move(info);
    if (auto read = read_body(i, s); !read) return std::move(read).error();
    return s;
}

std::size_t parts_of(item const& i) {
    auto const n = integer_of(i, parts_attribute).value_or(0);
    return n > 0 && n <= most_parts ? static_cast<std::size_t>(n) : 0;
}

bool is_expired(snapshot_info const& info, system_time now) noexcept {
    return info.expires && *info.expires <= now;
}

item head_key(std::string_view series) {
    item key;
    key.emplace(name_attribute, series.empty() ? std::string("#head") : fmt::format("#head#{}", series));
    key.emplace(created_attribute, "0");
    return key;
}

std::optional<head> head_from_item(item const& i) {
    auto const created = integer_of(i, "targetCreated");
    if (!created) return std::nullopt;
    head h{std::string(string_of(i, "targetName")), std::string(string_of(i, "targetCreatedOn")),
           system_time(milliseconds(*created))};
    if (h.target_name.empty() || h.target_created_on.empty()) return std::nullopt;
    return h;
}

update_item_request move_head(std::string_view table, snapshot_info const& info, time_zone const& zone) {
    update_item_request r;
    r.table = table;
    r.key = head_key(info.series);
    r.update = "SET targetName = :n, targetCreatedOn = :c, targetCreated = :t";
    r.condition = "attribute_not_exists(targetCreated) OR targetCreated < :t";
    r.values.emplace(":n", full_name(info.series, info.name));
    r.values.emplace(":c", format_created_on(info.created, zone));
    r.values.emplace(":t", number(std::int64_t{info.created.time_since_epoch().count()}));
    return r;
}

}  // namespace ddbsnap::table_layout
