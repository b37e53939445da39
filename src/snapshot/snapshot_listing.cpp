#include "snapshot/snapshot_listing.hpp"

#include "snapshot/month_walk.hpp"
#include "snapshot/table_layout.hpp"

namespace ddbsnap {

namespace layout = table_layout;

boost::asio::awaitable<result<std::vector<listed_snapshot>>> walk_snapshots(table_access& in,
                                                                            std::string series,
                                                                            std::size_t limit,
                                                                            bool with_expired) {
    if (auto ok = check_series_name(series); !ok) co_return std::move(ok).error();
    std::vector<listed_snapshot> found;
    month_walk pages(in.client, in.table, series, in.zone, {in.now(), in.options.lookback_months, {}, false});
    while (pages.has_more() && found.size() < limit) {
        auto page = co_await pages.next();
        if (!page) co_return in.explain(std::move(page).error());
        for (auto const& i : *page) {
            auto s = layout::info_of(i, series, in.zone);
            if (!s)
                in.pass_over(s.error());
            else if (found.size() < limit && (with_expired || !layout::is_expired(*s, in.now())))
                found.push_back({std::move(*s), layout::parts_of(i)});
        }
    }
    co_return found;
}

}  // namespace ddbsnap
