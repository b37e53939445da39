#include "snapshot/snapshot_pruning.hpp"

#include "snapshot/batch_removal.hpp"
#include "snapshot/orphaned_parts.hpp"
#include "snapshot/part_items.hpp"
#include "snapshot/retention_rule.hpp"
#include "snapshot/snapshot_listing.hpp"
#include "snapshot/snapshot_reading.hpp"

#include <algorithm>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
namespace layout = table_layout;

using infos = std::vector<snapshot_info>;

bool is_same(snapshot_info const& a, snapshot_info const& b) {
    return a.created == b.created && a.name == b.name;
}

// The snapshots' own items first: nothing that is half there can be seen, and what an interruption leaves are
// orphans.
std::vector<item> keys_of(infos const& doomed, std::vector<listed_snapshot> const& listed,
                          time_zone const& zone) {
    std::vector<item> keys;
    for (auto const& s : doomed) keys.push_back(layout::key_of(s, zone));
    auto found = listed.begin();  // the doomed are some of them, in their order
    for (std::size_t i = 0; i < doomed.size(); ++i) {
        auto const matches = [&](listed_snapshot const& l) { return is_same(l.info, doomed[i]); };
        found = std::find_if(found, listed.end(), matches);
        for (std::size_t n = 1; n <= found->parts; ++n) keys.push_back(part_key(keys[i], n));
    }
    return keys;
}

asio::awaitable<result<infos>> prune_by_age_or_number(table_access& in, std::string series, retention rule) {
    auto listed = co_await walk_snapshots(in, series, static_cast<std::size_t>(-1), true);
    if (!listed) co_return std::move(listed).error();
    auto head = co_await read_head(in, series);
    if (!head) co_return in.explain(std::move(head).error());
    auto const is_target = [&](snapshot_info const& s) {
        return *head && (*head)->target_created == s.created &&
               (*head)->target_name == layout::full_name(series, s.name);
    };
    infos all;
    for (auto const& one : *listed) all.push_back(one.info);
    // The index follows the table after a while: what was saved just now is kept, and counts.
    if (*head && std::none_of(all.begin(), all.end(), is_target)) {
        auto target = co_await read_target_info(in, series, **head);
        if (!target) co_return in.explain(std::move(target).error());
        bool const is_newest = *target && (all.empty() || all.front().created < (*target)->created);
        if (is_newest) all.insert(all.begin(), **target);
    }
    auto doomed = select_for_removal(all, rule, in.now());
    std::erase_if(doomed, is_target);
    if (rule.dry_run) co_return doomed;
    auto keys = keys_of(doomed, *listed, in.zone);
    auto removed = co_await remove_in_batches(in.client, in.table, std::move(keys), rule.progress);
    if (!removed) co_return in.explain(std::move(removed).error());
    co_return doomed;
}

asio::awaitable<result<infos>> prune_orphans(table_access& in, std::string series, retention rule) {
    auto parts = co_await find_orphaned_parts(in, series);
    if (!parts) co_return std::move(parts).error();
    infos removed;
    std::vector<item> keys;
    for (auto const& part : *parts) {
        auto info = layout::info_of(part, series, in.zone);
        if (!info) co_return std::move(info).error();
        removed.push_back(*std::move(info));
        keys.push_back(layout::key_of(part));
    }
    if (rule.dry_run) co_return removed;
    auto done = co_await remove_in_batches(in.client, in.table, std::move(keys), rule.progress);
    if (!done) co_return in.explain(std::move(done).error());
    co_return removed;
}

}  // namespace

asio::awaitable<result<infos>> prune_snapshots(table_access& in, std::string series, retention rule) {
    if (auto ok = check_retention(rule); !ok) co_return std::move(ok).error();
    if (rule.orphans) co_return co_await prune_orphans(in, std::move(series), std::move(rule));
    co_return co_await prune_by_age_or_number(in, std::move(series), std::move(rule));
}

}  // namespace ddbsnap
