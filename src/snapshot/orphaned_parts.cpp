#include "snapshot/orphaned_parts.hpp"

#include "net/cancelled.hpp"
#include "snapshot/part_items.hpp"
#include "snapshot/table_layout.hpp"

#include <ddbsnap/batch.hpp>

#include <fmt/format.h>
#include <map>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
namespace layout = table_layout;

using snapshot_key = std::pair<std::string, std::string>;  // snapshotName, createdOn

// Items of the Java plugin, whose names may be anything, have a month.
scan_request scan_for_parts(table_access const& in, std::string const& series) {
    scan_request scan;
    scan.table = in.table;
    scan.consistent = true;
    scan.filter = "contains(#n, :mark) AND attribute_not_exists(#m) AND ";
    scan.filter += series.empty() ? "attribute_not_exists(#s)" : "#s = :s";
    scan.projection = "#n, #c, #w";
    scan.names = {{"#n", std::string(layout::name_attribute)},
                  {"#c", std::string(layout::created_attribute)},
                  {"#w", std::string(layout::written_attribute)},
                  {"#m", std::string(layout::month_attribute)},
                  {"#s", std::string(layout::series_attribute)}};
    scan.values.emplace(":mark", part_mark);
    if (!series.empty()) scan.values.emplace(":s", series);
    return scan;
}

snapshot_key snapshot_of(item const& part) {
    auto name = parse_part_name(string_of(part, layout::name_attribute));
    return {name ? std::move(name->snapshot_name) : "",
            std::string(string_of(part, layout::created_attribute))};
}

asio::awaitable<result<std::vector<item>>> old_parts(table_access& in, std::string const& series) {
    std::vector<item> old;
    pager pages(in.client, scan_for_parts(in, series));
    while (pages.has_more()) {
        bool const is_cancelled = co_await net::is_cancelled();
        if (is_cancelled) co_return failure(errc::operation_aborted, "cancelled");
        auto page = co_await pages.next();
        if (!page) co_return std::move(page).error();
        for (auto& part : page->items) {
            auto const time = part_time(part, in.zone);
            bool const is_part = parse_part_name(string_of(part, layout::name_attribute)).has_value();
            if (is_part && time && *time + orphan_age < in.now()) old.push_back(std::move(part));
        }
    }
    co_return old;
}

using parts_by_snapshot = std::map<snapshot_key, std::size_t>;

// How many parts the snapshots have that are there.
asio::awaitable<result<parts_by_snapshot>> parts_in_use(table_access& in, std::vector<item> const& parts) {
    parts_by_snapshot asked;
    for (auto const& part : parts) asked.emplace(snapshot_of(part), 0);
    batch_get_request get;
    auto& wanted = get.tables[in.table];
    wanted.consistent = true;
    wanted.projection = "#n, #c, #p";
    wanted.names = {{"#n", std::string(layout::name_attribute)},
                    {"#c", std::string(layout::created_attribute)},
                    {"#p", std::string(layout::parts_attribute)}};
    for (auto const& [key, ignored] : asked) {
        auto const& [name, created] = key;
        wanted.keys.push_back(
            {{std::string(layout::name_attribute), name}, {std::string(layout::created_attribute), created}});
    }
    auto got = co_await batch_get_all(in.client, std::move(get));
    if (!got) co_return std::move(got).error();
    if (got->stopped_by) co_return *std::move(got->stopped_by);
    for (auto const& [table, items] : got->items)
        for (auto const& i : items)
            asked[{std::string(string_of(i, layout::name_attribute)),
                   std::string(string_of(i, layout::created_attribute))}] = layout::parts_of(i);
    co_return asked;
}

}  // namespace

asio::awaitable<result<std::vector<item>>> find_orphaned_parts(table_access& in, std::string series) {
    if (auto ok = check_series_name(series); !ok) co_return std::move(ok).error();
    auto parts = co_await old_parts(in, series);
    if (!parts) co_return in.explain(std::move(parts).error());
    if (parts->empty()) co_return parts;
    auto in_use = co_await parts_in_use(in, *parts);
    if (!in_use) co_return in.explain(std::move(in_use).error());
    std::erase_if(*parts, [&](item const& part) {
        auto const number = parse_part_name(string_of(part, layout::name_attribute))->number;
        return number <= in_use->at(snapshot_of(part));
    });
    co_return parts;
}

}  // namespace ddbsnap
