#include "snapshot/month_walk.hpp"

#include "core/time_text.hpp"
#include "snapshot/table_layout.hpp"

#include <ddbsnap/snapshot_store.hpp>

namespace ddbsnap {

month_walk::month_walk(dynamodb_client& client, std::string table, std::string series, time_zone const& zone,
                       range r)
    : client_(&client),
      table_(std::move(table)),
      series_(std::move(series)),
      range_(r),
      month_(format_month(r.now + std::chrono::hours(24), zone)),
      months_left_(r.lookback_months) {}

query_request month_walk::query_for_month() const {
    query_request q;
    q.table = table_;
    q.index = month_index;
    q.key_condition = "#m = :m";
    q.names = {{"#m", std::string(table_layout::month_attribute)}};
    q.values.emplace(":m", table_layout::month_key(series_, month_));
    q.forward = false;
    q.limit = range_.page_limit;
    q.start_key = start_key_;
    if (range_.with_bodies) return q;
    q.projection = "#n, #c, #z, #e, #p";
    q.names["#n"] = table_layout::name_attribute;
    q.names["#c"] = table_layout::created_attribute;
    q.names["#z"] = table_layout::size_attribute;
    q.names["#e"] = expiry_attribute;
    q.names["#p"] = table_layout::parts_attribute;
    return q;
}

void month_walk::go_back() {
    month_ = months_left_-- > 0 ? previous_month(month_).value_or("") : "";
    start_key_.clear();
}

boost::asio::awaitable<result<std::vector<item>>> month_walk::next() {
    auto query = query_for_month();
    auto page = co_await client_->query(std::move(query));
    if (!page) co_return std::move(page).error();
    start_key_ = std::move(page->last_key);
    if (start_key_.empty()) go_back();
    co_return std::move(page->items);
}

}  // namespace ddbsnap
