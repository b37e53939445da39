#include "snapshot/snapshot_reading.hpp"

#include "core/time_text.hpp"
#include "net/cancelled.hpp"
#include "net/side_by_side.hpp"
#include "snapshot/large_bodies.hpp"
#include "snapshot/month_walk.hpp"
#include "snapshot/snapshot_listing.hpp"

#include <boost/asio/this_coro.hpp>

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
namespace layout = table_layout;

using optional_head = std::optional<layout::head>;
using optional_snapshot = std::optional<snapshot>;

failure nothing_there(std::string_view series, std::string_view table) {
    return failure(errc::not_found, series.empty()
                                        ? fmt::format("no snapshot in table {}", table)
                                        : fmt::format("no snapshot of series {} in table {}", series, table));
}

struct found_item {
    snapshot_info info;
    item content;
};
using optional_item = std::optional<found_item>;

// The next one that has not expired; the walk's pages have one item each.
asio::awaitable<result<optional_item>> next_in_index(table_access& from, month_walk& walk,
                                                     std::string const& series) {
    while (walk.has_more()) {
        bool const is_cancelled = co_await net::is_cancelled();
        if (is_cancelled) co_return failure(errc::operation_aborted, "cancelled");
        auto page = co_await walk.next();
        if (!page) co_return std::move(page).error();
        for (auto& i : *page) {
            auto info = layout::info_of(i, series, from.zone);
            if (!info)
                from.pass_over(info.error());
            else if (!layout::is_expired(*info, from.now()))
                co_return optional_item(found_item{*std::move(info), std::move(i)});
        }
    }
    co_return optional_item{};
}

asio::awaitable<result<optional_item>> find_target(table_access& from, std::string const& series,
                                                   layout::head const& head) {
    get_item_request r;
    r.table = from.table;
    r.key.emplace(layout::name_attribute, head.target_name);
    r.key.emplace(layout::created_attribute, head.target_created_on);
    r.consistent = true;
    auto got = co_await from.client.get_item(std::move(r));
    if (!got) co_return std::move(got).error();
    if (!got->item) co_return optional_item{};
    auto info = layout::info_of(*got->item, series, from.zone);
    if (!info) co_return std::move(info).error();
    if (layout::is_expired(*info, from.now())) co_return optional_item{};
    co_return optional_item(found_item{*std::move(info), std::move(*got->item)});
}

asio::awaitable<result<optional_snapshot>> read_target(table_access& from, std::string series,
                                                       layout::head head) {
    auto found = co_await find_target(from, series, head);
    if (!found) co_return std::move(found).error();
    if (!*found) co_return optional_snapshot{};
    auto s = co_await read_whole(from, std::move((*found)->content), series);
    if (!s) co_return std::move(s).error();
    co_return optional_snapshot(std::move(*s));
}

// What is newer of the two; what the index has and cannot be read is passed over.
asio::awaitable<result<snapshot>> newer_of(table_access& from, std::string series, optional_head head,
                                           optional_item newest, month_walk& walk) {
    for (;;) {
        if (head && (!newest || head->target_created > newest->info.created)) {
            auto target = co_await read_target(from, series, *head);
            head.reset();  // it has expired or is gone, or this ends here
            if (!target) co_return std::move(target).error();
            if (*target) co_return std::move(**target);
        }
        if (!newest) co_return nothing_there(series, from.table);
        auto s = co_await read_whole(from, std::move(newest->content), series);
        if (s || s.error().code() != errc::corrupt_snapshot) co_return s;
        from.pass_over(s.error());
        auto next = co_await next_in_index(from, walk, series);
        if (!next) co_return std::move(next).error();
        newest = *std::move(next);
    }
}

}  // namespace

asio::awaitable<result<optional_head>> read_head(table_access& from, std::string series) {
    if (!from.options.head) co_return optional_head{};
    get_item_request r;
    r.table = from.table;
    r.key = layout::head_key(series);
    r.consistent = true;
    auto got = co_await from.client.get_item(std::move(r));
    if (!got) co_return std::move(got).error();
    co_return got->item ? layout::head_from_item(*got->item) : optional_head{};
}

asio::awaitable<result<std::optional<snapshot_info>>> read_target_info(table_access& from, std::string series,
                                                                       layout::head head) {
    auto found = co_await find_target(from, series, head);
    if (!found) co_return std::move(found).error();
    if (!*found) co_return std::optional<snapshot_info>{};
    co_return std::optional<snapshot_info>(std::move((*found)->info));
}

asio::awaitable<result<snapshot>> last_snapshot(table_access& from, std::string series) {
    if (auto ok = check_series_name(series); !ok) co_return std::move(ok).error();
    month_walk walk(from.client, from.table, series, from.zone,
                    {from.now(), from.options.lookback_months, 1, true});
    // Both at once, so that the usual case is one round trip: the index has the snapshot that the head names.
    struct answers {
        std::optional<result<optional_head>> head;
        std::optional<result<optional_item>> newest;
    };
    auto const got = std::make_shared<answers>();
    net::operations_at_once both(co_await asio::this_coro::executor);
    both.start(net::outcome_into<result<optional_head>>({got, &got->head}, read_head(from, series)));
    both.start(
        net::outcome_into<result<optional_item>>({got, &got->newest}, next_in_index(from, walk, series)));
    while (!both.all_ended()) co_await both.wait();
    auto& head = *got->head;
    auto& newest = *got->newest;
    if (!head) co_return from.explain(std::move(head).error());
    if (!newest) co_return from.explain(std::move(newest).error());
    auto found = co_await newer_of(from, series, *std::move(head), *std::move(newest), walk);
    if (!found) co_return from.explain(std::move(found).error());
    co_return found;
}

asio::awaitable<result<std::vector<snapshot_info>>> list_snapshots(table_access& from, std::string series,
                                                                   std::size_t limit) {
    auto found = co_await walk_snapshots(from, std::move(series), limit, false);
    if (!found) co_return std::move(found).error();
    std::vector<snapshot_info> infos;
    for (auto& one : *found) infos.push_back(std::move(one.info));
    co_return infos;
}

asio::awaitable<result<snapshot>> named_snapshot(table_access& from, std::string series, std::string name) {
    if (auto ok = check_series_name(series); !ok) co_return std::move(ok).error();
    if (auto ok = check_snapshot_name(name); !ok) co_return std::move(ok).error();
    query_request q;
    q.table = from.table;
    q.key_condition = "#n = :n";
    q.names = {{"#n", std::string(layout::name_attribute)}};
    q.values.emplace(":n", layout::full_name(series, name));
    q.forward = false;
    q.consistent = true;
    q.limit = 1;
    auto page = co_await from.client.query(std::move(q));
    if (!page) co_return from.explain(std::move(page).error());
    if (page->items.empty())
        co_return failure(errc::not_found, fmt::format("no snapshot named {} in table {}", name, from.table),
                          "`ddbsnap list` shows what is there");
    auto const info = layout::info_of(page->items.front(), series, from.zone);
    if (!info) co_return info.error();
    if (layout::is_expired(*info, from.now()))
        co_return failure(errc::not_found,
                          fmt::format("snapshot {} in table {} has expired", name, from.table));
    auto s = co_await read_whole(from, std::move(page->items.front()), std::move(series));
    if (!s) co_return from.explain(std::move(s).error());
    co_return s;
}

asio::awaitable<result<snapshot>> snapshot_at(table_access& from, std::string series, std::string name,
                                              system_time created) {
    if (auto ok = check_series_name(series); !ok) co_return std::move(ok).error();
    if (auto ok = check_snapshot_name(name); !ok) co_return std::move(ok).error();
    layout::head key{layout::full_name(series, name), format_created_on(created, from.zone), created};
    auto found = co_await read_target(from, std::move(series), std::move(key));
    if (!found) co_return from.explain(std::move(found).error());
    if (*found) co_return std::move(**found);
    co_return failure(errc::not_found, fmt::format("no snapshot named {} of {} in table {}", name,
                                                   format_iso8601(created), from.table));
}

}  // namespace ddbsnap
