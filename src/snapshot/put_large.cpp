#include "net/blocking.hpp"
#include "snapshot/body_packing.hpp"
#include "snapshot/large_bodies.hpp"
#include "snapshot/part_items.hpp"
#include "snapshot/several_at_once.hpp"
#include "snapshot/table_layout.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
namespace layout = table_layout;

constexpr std::size_t parts_at_once = 4;

failure cancelled() { return failure(errc::operation_aborted, "cancelled"); }

asio::awaitable<result<void>> put_item(table_access& into, item i, write_cost& cost) {
    put_item_request put;
    put.table = into.table;
    put.item = std::move(i);
    put.capacity = return_capacity::total;
    ++cost.requests;
    auto done = co_await into.client.put_item(std::move(put));
    if (!done) co_return std::move(done).error();
    cost.add(done->capacity);
    co_return result<void>{};
}

asio::awaitable<result<void>> put_part(table_access& into, item const& snapshot_item, std::size_t n,
                                       std::string_view stored, write_cost& cost) {
    auto make = [&, now = into.now()] { return part_item(snapshot_item, n, stored, now); };
    auto part = co_await net::run_blocking(make);
    bool const is_cancelled = co_await net::is_cancelled();
    if (is_cancelled) co_return cancelled();
    auto done = co_await put_item(into, std::move(part), cost);
    if (!done) done.error().add_context(fmt::format("part {} of {}", n, parts_for(stored.size())));
    co_return done;
}

asio::awaitable<result<void>> put_parts(table_access& into, item const& snapshot_item,
                                        std::string_view stored, write_cost& cost) {
    auto const count = parts_for(stored.size());
    std::size_t written = 0;
    std::optional<failure> first;
    auto job = [&](std::size_t i) -> asio::awaitable<bool> {
        auto done = co_await put_part(into, snapshot_item, i + 1, stored, cost);
        if (!done && !first) first = std::move(done).error();
        written += done.has_value();
        co_return done.has_value();
    };
    co_await several_at_once(count, parts_at_once, job);
    if (first) co_return *std::move(first);
    if (written != count) co_return cancelled();
    co_return result<void>{};
}

}  // namespace

asio::awaitable<result<void>> put_large(table_access& into, outgoing_snapshot const& s, write_cost& cost) {
    auto pack = [&] { return pack_body(s.body(), s.info.kind); };
    auto packed = co_await net::run_blocking(pack);
    bool const is_cancelled = co_await net::is_cancelled();
    if (is_cancelled) co_return cancelled();
    item whole = layout::envelope(s.info, into.zone);
    describe_body(whole, packed.form);
    auto const room = max_item_size - size_of(whole) - layout::body_attribute.size();
    if (!packed.compressed.empty() && packed.compressed.size() <= room) {
        whole.emplace(layout::body_attribute, binary{std::move(packed.compressed)});
        co_return co_await put_item(into, std::move(whole), cost);
    }
    std::string_view const stored(packed.compressed.empty() ? s.body() : packed.compressed);
    auto parts = co_await put_parts(into, whole, stored, cost);
    if (!parts) co_return parts;
    packed.form.parts = parts_for(stored.size());
    describe_body(whole, packed.form);
    co_return co_await put_item(into, std::move(whole), cost);
}

}  // namespace ddbsnap
