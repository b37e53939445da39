#include "snapshot/snapshot_pruning.hpp"

#include "snapshot/batch_removal.hpp"
#include "snapshot/retention_rule.hpp"
#include "snapshot/snapshot_listing.hpp"
#include "snapshot/snapshot_reading.hpp"

namespace ddbsnap {

namespace asio = boost::asio;
namespace layout = table_layout;

asio::awaitable<result<std::vector<snapshot_info>>> prune_snapshots(table_access& in, std::string series,
                                                                    retention rule) {
    if (auto ok = check_retention(rule); !ok) co_return std::move(ok).error();
    auto listed = co_await walk_snapshots(in, series, static_cast<std::size_t>(-1), true);
    if (!listed) co_return std::move(listed).error();
    auto head = co_await read_head(in, series);
    if (!head) co_return in.explain(std::move(head).error());
    auto const is_target = [&](snapshot_info const& s) {
        return *head && (*head)->target_created == s.created &&
               (*head)->target_name == layout::full_name(series, s.name);
    };
    std::vector<snapshot_info> all;
    for (auto& one : *listed) all.push_back(std::move(one.info));
    auto doomed = select_for_removal(all, rule, in.now());
    std::erase_if(doomed, is_target);
    if (rule.dry_run) co_return doomed;
    std::vector<item> keys;
    for (auto const& s : doomed) keys.push_back(layout::key_of(s, in.zone));
    auto removed = co_await remove_in_batches(in.client, in.table, std::move(keys), rule.progress);
    if (!removed) co_return in.explain(std::move(removed).error());
    co_return doomed;
}

}  // namespace ddbsnap
