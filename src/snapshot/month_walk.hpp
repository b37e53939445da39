#pragma once

#include "core/time_zone.hpp"

#include <ddbsnap/dynamodb_client.hpp>

#include <string>
#include <string_view>

namespace ddbsnap {

/// Walks the month index of a series backwards, page by page, newest first. It begins one day ahead of now,
/// for hosts whose clock or zone is ahead, and goes back `lookback_months`.
class month_walk {
   public:
    struct range {
        system_time now;
        int lookback_months = 24;
        std::optional<std::int32_t> page_limit;
        bool with_bodies = false;
    };

    month_walk(dynamodb_client& client, std::string table, std::string series, time_zone const& zone,
               range r);

    bool has_more() const noexcept { return !month_.empty(); }

    /// The next page; its items may be none.
    boost::asio::awaitable<result<std::vector<item>>> next();

   private:
    query_request query_for_month() const;
    void go_back();

    dynamodb_client* client_;
    std::string table_;
    std::string series_;
    range range_;
    std::string month_;  ///< empty: the walk is over
    int months_left_;
    item start_key_;
};

}  // namespace ddbsnap
