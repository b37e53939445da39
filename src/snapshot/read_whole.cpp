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

constexpr std::size_t parts_at_once = 8;

failure corrupt(std::string what) { return failure(errc::corrupt_snapshot, std::move(what)); }

asio::awaitable<result<part_content>> read_part(table_access& from, item const& snapshot_key, std::size_t n,
                                                std::size_t count) {
    get_item_request r;
    r.table = from.table;
    r.key = part_key(snapshot_key, n);
    r.consistent = true;
    auto got = co_await from.client.get_item(std::move(r));
    if (!got) co_return std::move(got).error();
    if (!got->item) co_return corrupt(fmt::format("its part {} of {} is missing", n, count));
    auto bytes = take_binary(*got->item);
    auto const hash = got->item->find(layout::hash_attribute);
    auto* hash_bytes = hash == got->item->end() ? nullptr : hash->second.get_if<binary>();
    if (!bytes || !hash_bytes)
        co_return corrupt(
            fmt::format("its part {} of {} is damaged: it has no bytes or no SHA-256", n, count));
    co_return part_content{std::move(*bytes), std::move(hash_bytes->bytes)};
}

asio::awaitable<result<std::vector<part_content>>> read_parts(table_access& from, item const& snapshot_key,
                                                              body_form const& form) {
    std::vector<part_content> parts(form.parts);
    std::optional<failure> first;
    std::size_t read = 0;
    std::size_t size = 0;
    auto job = [&](std::size_t i) -> asio::awaitable<bool> {
        auto part = co_await read_part(from, snapshot_key, i + 1, form.parts);
        if (part) {
            size += part->bytes.size();
            parts[i] = *std::move(part);
            ++read;
        } else if (!first) {
            first = std::move(part).error();
        }
        // No more than what was promised is ever held.
        co_return !first && size <= form.size;
    };
    co_await several_at_once(form.parts, parts_at_once, job);
    if (first) co_return *std::move(first);
    if (size > form.size) co_return corrupt(fmt::format("its parts hold more than {} bytes", form.size));
    if (read != form.parts) co_return failure(errc::operation_aborted, "cancelled");
    co_return parts;
}

asio::awaitable<result<std::string>> read_body(table_access& from, item& i, body_form const& form) {
    std::vector<part_content> parts;
    std::string stored;
    if (form.parts != 0) {
        auto read = co_await read_parts(from, i, form);
        if (!read) co_return std::move(read).error();
        parts = *std::move(read);
    } else {
        auto bytes = take_binary(i);
        if (!bytes) co_return corrupt("it has no snapshot, or one that is not binary");
        stored = *std::move(bytes);
    }
    auto unpack = [&]() -> result<std::string> {
        if (form.parts == 0) return unpack_body(form, std::move(stored));
        auto joined = join_parts(std::move(parts));
        if (!joined) return joined;
        return unpack_body(form, *std::move(joined));
    };
    co_return co_await net::run_blocking(unpack);
}

failure about(item const& i, failure f) {
    f.add_context(fmt::format("snapshot {} created {}", string_of(i, layout::name_attribute),
                              string_of(i, layout::created_attribute)));
    if (f.code() == errc::corrupt_snapshot) f.suggest("`ddbsnap list` shows which others there are");
    return f;
}

}  // namespace

asio::awaitable<result<snapshot>> read_whole(table_access& from, item i, std::string series) {
    auto const form = body_form_of(i);
    if (!form) co_return about(i, form.error());
    if (!*form) co_return layout::from_item(std::move(i), series, from.zone);
    auto info = layout::info_of(i, series, from.zone);
    if (!info) co_return std::move(info).error();
    auto body = co_await read_body(from, i, **form);
    if (!body) co_return about(i, std::move(body).error());
    snapshot s;
    static_cast<snapshot_info&>(s) = *std::move(info);
    s.kind = (*form)->kind;
    s.body = *std::move(body);
    co_return s;
}

}  // namespace ddbsnap
