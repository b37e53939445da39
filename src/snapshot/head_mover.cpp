#include "snapshot/head_mover.hpp"

#include "snapshot/table_layout.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace layout = table_layout;

using optional_item = std::optional<item>;

// What stood against the move: from the answer where the engine tells, else read.
boost::asio::awaitable<result<optional_item>> head_in_the_way(table_access& in, std::string const& series,
                                                              failure const& refused, write_cost& cost) {
    if (auto told = conflicting_item(refused)) co_return told;
    get_item_request r;
    r.table = in.table;
    r.key = layout::head_key(series);
    r.consistent = true;
    ++cost.requests;
    auto got = co_await in.client.get_item(std::move(r));
    if (!got) co_return std::move(got).error();
    co_return std::move(got->item);
}

failure not_moved(table_access const& in, snapshot_info const& to, failure why) {
    auto f = in.explain(std::move(why));
    f.add_context(fmt::format("snapshot {} is stored, but its series' head was not moved to it", to.name));
    return f;
}

}  // namespace

boost::asio::awaitable<result<head_place>> advance_head(table_access& in, snapshot_info const& to,
                                                        write_cost& cost) {
    auto update = layout::move_head(in.table, to, in.zone);
    update.return_old_on_condition_failure = true;
    update.capacity = return_capacity::total;
    ++cost.requests;
    auto moved = co_await in.client.update_item(std::move(update));
    if (moved) {
        cost.add(moved->capacity);
        co_return head_place{};
    }
    if (moved.error().code() != service_errc::conditional_check_failed)
        co_return not_moved(in, to, std::move(moved).error());
    auto found = co_await head_in_the_way(in, to.series, moved.error(), cost);
    if (!found) co_return not_moved(in, to, std::move(found).error());
    // An attempt of this very snapshot may have moved it before, with its answer lost.
    auto const head = *found ? layout::head_from_item(**found) : std::nullopt;
    if (!head) co_return head_place{false};
    bool const is_ours =
        head->target_created == to.created && head->target_name == layout::full_name(to.series, to.name);
    co_return head_place{is_ours, head->target_created};
}

}  // namespace ddbsnap
