#include "snapshot/snapshot_saving.hpp"

#include "net/blocking.hpp"
#include "snapshot/batch_groups.hpp"
#include "snapshot/head_mover.hpp"
#include "snapshot/large_bodies.hpp"
#include "snapshot/several_at_once.hpp"
#include "snapshot/table_layout.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {

namespace asio = boost::asio;
namespace layout = table_layout;

namespace {

constexpr std::size_t groups_at_once = 4;
constexpr std::size_t puts_at_once = 4;
constexpr std::size_t heads_at_once = 16;

failure left_unprocessed(snapshot_info const& info, std::string_view table) {
    diagnostics details;
    details.message =
        fmt::format("snapshot {} was left unprocessed: table {} takes no more for now", info.name, table);
    details.next_step = "save it again after a pause, or give the table more write capacity";
    details.origin = error_origin::server;
    details.attempts = 1;
    return failure(service_errc::throttling, std::move(details));
}

failure cancelled(bool is_written) {
    return failure(
        errc::operation_aborted,
        is_written ? "cancelled: it is stored, but its series' head was not moved to it" : "cancelled");
}

// What DynamoDB refuses as a whole may be the fault of one of them, and those who may put items need not be
// allowed to write batches.
bool may_go_one_by_one(failure const& f) {
    return f.code() == condition::bad_request || f.code() == service_errc::access_denied;
}

save_receipt receipt_of(snapshot_info info, head_place const& head) {
    if (head.is_ours) return {std::move(info)};
    return {std::move(info), false, head.created};
}

}  // namespace

void snapshot_saving::add(result<outgoing_snapshot> s) {
    auto& one = all_.emplace_back();
    if (s)
        one.snapshot = *std::move(s);
    else
        one.problem = std::move(s).error();
}

asio::awaitable<save_all_output> snapshot_saving::run() {
    auto const groups = plan();
    auto job = [&](std::size_t i) -> asio::awaitable<bool> {
        co_await write(groups[i]);
        co_await advance_heads(groups[i]);
        co_return true;
    };
    co_await several_at_once(groups.size(), groups_at_once, job);
    co_return output();
}

bool snapshot_saving::is_large(progress const& one) const {
    return one.snapshot->item_size(into_.zone) > max_item_size;
}

std::vector<snapshot_saving::indexes> snapshot_saving::plan() const {
    std::vector<batch_candidate> candidates;
    std::vector<indexes> alone;
    for (std::size_t i = 0; i < all_.size(); ++i) {
        if (!all_[i].snapshot) continue;
        if (is_large(all_[i])) {
            alone.push_back({i});
            continue;
        }
        auto const& s = *all_[i].snapshot;
        auto const key = layout::key_of(s.info, into_.zone);
        candidates.push_back({i, s.item_size(into_.zone),
                              fmt::format("{}\n{}", string_of(key, layout::created_attribute),
                                          string_of(key, layout::name_attribute))});
    }
    auto groups = group_into_batches(candidates);
    groups.insert(groups.end(), alone.begin(), alone.end());
    return groups;
}

asio::awaitable<void> snapshot_saving::write(indexes const& together) {
    if (together.size() > 1)
        co_await put_together(together);
    else if (is_large(all_[together.front()]))
        co_await put_large_one(all_[together.front()]);
    else
        co_await put_each(together);
}

asio::awaitable<void> snapshot_saving::put_large_one(progress& one) {
    auto done = co_await put_large(into_, *one.snapshot, cost_);
    one.is_written = done.has_value();
    if (done) co_return;
    one.problem = into_.explain(std::move(done).error());
    one.problem->add_context(fmt::format("snapshot {}", one.snapshot->info.name));
}

asio::awaitable<std::vector<item>> snapshot_saving::make_items(indexes const& of) {
    std::size_t copied = 0;
    for (auto const i : of) copied += all_[i].snapshot->copied();
    auto make = [&] {
        std::vector<item> items;
        for (auto const i : of) items.push_back(all_[i].snapshot->to_item(into_.zone));
        return items;
    };
    if (copied <= copied_on_loop) co_return make();
    co_return co_await net::run_blocking(make);
}

asio::awaitable<void> snapshot_saving::put_each(indexes const& together) {
    auto job = [&](std::size_t n) -> asio::awaitable<bool> {
        co_await put(together[n]);
        co_return true;
    };
    co_await several_at_once(together.size(), puts_at_once, job);
}

asio::awaitable<void> snapshot_saving::put(std::size_t i) {
    indexes const alone{i};
    auto items = co_await make_items(alone);
    bool const is_cancelled = co_await net::is_cancelled();
    if (is_cancelled) co_return;
    put_item_request request;
    request.table = into_.table;
    request.item = std::move(items.front());
    request.capacity = return_capacity::total;
    ++cost_.requests;
    auto done = co_await into_.client.put_item(std::move(request));
    if (done) cost_.add(done->capacity);
    all_[i].is_written = done.has_value();
    if (!done) all_[i].problem = into_.explain(std::move(done).error());
}

asio::awaitable<void> snapshot_saving::put_together(indexes const& together) {
    auto items = co_await make_items(together);
    bool const is_cancelled = co_await net::is_cancelled();
    if (is_cancelled) co_return;
    batch_write_request batch;
    batch.capacity = return_capacity::total;
    for (auto& i : items) batch.tables[into_.table].push_back(write_request::put(std::move(i)));
    ++cost_.requests;
    auto done = co_await into_.client.batch_write_item(std::move(batch));
    if (done) {
        settle(together, *done);
    } else if (may_go_one_by_one(done.error())) {
        co_await put_each(together);
    } else {
        auto const why = into_.explain(std::move(done).error());
        for (auto const i : together) all_[i].problem = why;
    }
}

void snapshot_saving::settle(indexes const& together, batch_write_output const& answer) {
    cost_.add(answer.capacity);
    std::vector<item> left;
    for (auto const& [table, requests] : answer.unprocessed)
        for (auto const& r : requests) left.push_back(layout::key_of(r.content));
    for (auto const i : together) {
        auto const& info = all_[i].snapshot->info;
        auto const key = layout::key_of(info, into_.zone);
        if (std::find(left.begin(), left.end(), key) == left.end())
            all_[i].is_written = true;
        else
            all_[i].problem = left_unprocessed(info, into_.table);
    }
}

asio::awaitable<void> snapshot_saving::advance_heads(indexes const& of) {
    indexes written;
    for (auto const i : of)
        if (all_[i].is_written) written.push_back(i);
    if (!into_.options.head) {
        for (auto const i : written) all_[i].is_stored = true;
        co_return;
    }
    auto job = [&](std::size_t n) -> asio::awaitable<bool> {
        auto& one = all_[written[n]];
        auto head = co_await advance_head(into_, one.snapshot->info, cost_);
        one.is_stored = head.has_value();
        if (head)
            one.head = *head;
        else
            one.problem = std::move(head).error();
        co_return true;
    };
    co_await several_at_once(written.size(), heads_at_once, job);
}

save_all_output snapshot_saving::output() {
    save_all_output out;
    out.requests = cost_.requests;
    out.write_units = cost_.units;
    for (auto& one : all_) {
        if (one.is_stored)
            out.snapshots.emplace_back(receipt_of(std::move(one.snapshot->info), one.head));
        else
            out.snapshots.emplace_back(one.problem ? *std::move(one.problem) : cancelled(one.is_written));
    }
    return out;
}

}  // namespace ddbsnap
