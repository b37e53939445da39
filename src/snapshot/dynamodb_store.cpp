#include "snapshot/dynamodb_store.hpp"

#include "core/time_text.hpp"
#include "net/no_throw_scope.hpp"
#include "snapshot/batch_removal.hpp"
#include "snapshot/month_walk.hpp"
#include "snapshot/retention_rule.hpp"
#include "snapshot/series_clock.hpp"
#include "snapshot/table_layout.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
namespace layout = table_layout;

class dynamodb_store final : public snapshot_store {
   public:
    dynamodb_store(std::string table, dynamodb_client client, time_zone zone, store_options options)
        : table_(std::move(table)),
          client_(std::move(client)),
          zone_(std::move(zone)),
          options_(std::move(options)) {}

    std::string describe() const override {
        return fmt::format("dynamodb:{} in {} ({})", table_, client_.signing_region(), client_.endpoint());
    }

    asio::awaitable<result<snapshot_info>> save(save_request r) override;
    asio::awaitable<result<snapshot>> last(std::string series) override {
        return net::without_throwing(find_last(std::move(series)));
    }
    asio::awaitable<result<snapshot>> get(std::string series, std::string name) override;
    asio::awaitable<result<snapshot>> get_at(std::string series, std::string name,
                                             system_time created) override;
    asio::awaitable<result<std::vector<snapshot_info>>> list(std::string series, std::size_t limit) override {
        return walk(std::move(series), limit, false);
    }
    asio::awaitable<result<std::vector<snapshot_info>>> prune(std::string series, retention rule) override;

   private:
    using optional_snapshot = std::optional<snapshot>;
    using optional_head = std::optional<layout::head>;

    asio::awaitable<result<snapshot>> find_last(std::string series);
    asio::awaitable<result<optional_head>> read_head(std::string series);
    asio::awaitable<result<optional_snapshot>> newest_in_index(std::string series);
    asio::awaitable<result<optional_snapshot>> read_target(std::string series, layout::head head);
    asio::awaitable<result<std::vector<snapshot_info>>> walk(std::string series, std::size_t limit,
                                                             bool with_expired);
    asio::awaitable<result<void>> advance_head(snapshot_info const& info);

    system_time now() const { return options_.outside.now(); }
    failure explain(failure f) const {
        return explain_table_failure(std::move(f), table_, client_.signing_region());
    }
    void pass_over(failure const& f) const {
        if (options_.warn) options_.warn(fmt::format("passed over: {}", f.message()));
    }

    std::string table_;
    dynamodb_client client_;
    time_zone zone_;
    store_options options_;
    series_clock clock_;
};

failure nothing_there(std::string_view series, std::string_view table) {
    return failure(errc::not_found, series.empty()
                                        ? fmt::format("no snapshot in table {}", table)
                                        : fmt::format("no snapshot of series {} in table {}", series, table));
}

result<snapshot> prepare(save_request r, system_time created, system_time now) {
    snapshot s;
    s.series = std::move(r.series);
    s.created = created;
    s.name = r.name.empty() ? default_snapshot_name(created) : std::move(r.name);
    s.kind = r.kind;
    s.size = r.body.size();
    s.body = std::move(r.body);
    if (r.ttl) s.expires = now + *r.ttl;
    if (auto ok = check_series_name(s.series); !ok) return std::move(ok).error();
    if (auto ok = check_snapshot_name(s.name); !ok) return std::move(ok).error();
    return s;
}

asio::awaitable<result<snapshot_info>> dynamodb_store::save(save_request r) {
    if (auto ok = check_series_name(r.series); !ok) co_return std::move(ok).error();
    auto const created = r.created ? *r.created : clock_.next(r.series, now());
    auto s = prepare(std::move(r), created, now());
    if (!s) co_return std::move(s).error();
    put_item_request put;
    put.table = table_;
    put.item = layout::to_item(*s, zone_);
    if (auto const size = size_of(put.item); size > max_item_size)
        co_return failure(
            errc::item_too_large,
            fmt::format(
                "snapshot {} of {} bytes makes an item of {} bytes, above DynamoDB's limit of {} bytes",
                s->name, s->body.size(), size, max_item_size),
            "save less, or keep the body elsewhere");
    auto stored = co_await client_.put_item(std::move(put));
    if (!stored) co_return explain(std::move(stored).error());
    snapshot_info const info = *s;
    if (options_.head) {
        auto moved = co_await advance_head(info);
        if (!moved) co_return std::move(moved).error();
    }
    co_return info;
}

asio::awaitable<result<void>> dynamodb_store::advance_head(snapshot_info const& info) {
    auto update = layout::move_head(table_, info, zone_);
    auto moved = co_await client_.update_item(std::move(update));
    if (moved || moved.error().code() == service_errc::conditional_check_failed) co_return result<void>{};
    auto f = explain(std::move(moved).error());
    f.add_context(fmt::format("snapshot {} is stored, but its series' head was not moved to it", info.name));
    co_return f;
}

asio::awaitable<result<snapshot>> dynamodb_store::find_last(std::string series) {
    using namespace asio::experimental::awaitable_operators;
    if (auto ok = check_series_name(series); !ok) co_return std::move(ok).error();
    // Both at once, so that the usual case is one round trip: the index has the snapshot that the head names.
    auto [head, newest] = co_await (read_head(series) && newest_in_index(series));
    if (!head) co_return explain(std::move(head).error());
    if (!newest) co_return explain(std::move(newest).error());
    bool const head_is_newer = *head && (!*newest || (*head)->target_created > (*newest)->created);
    if (head_is_newer) {
        auto target = co_await read_target(series, **head);
        if (!target) co_return explain(std::move(target).error());
        if (*target) co_return std::move(**target);
    }
    if (!*newest) co_return nothing_there(series, table_);
    co_return std::move(**newest);
}

asio::awaitable<result<dynamodb_store::optional_head>> dynamodb_store::read_head(std::string series) {
    if (!options_.head) co_return optional_head{};
    get_item_request r;
    r.table = table_;
    r.key = layout::head_key(series);
    r.consistent = true;
    auto got = co_await client_.get_item(std::move(r));
    if (!got) co_return std::move(got).error();
    co_return got->item ? layout::head_from_item(*got->item) : optional_head{};
}

asio::awaitable<result<dynamodb_store::optional_snapshot>> dynamodb_store::newest_in_index(
    std::string series) {
    month_walk walk(client_, table_, series, zone_, {now(), options_.lookback_months, 1, true});
    while (walk.has_more()) {
        auto page = co_await walk.next();
        if (!page) co_return std::move(page).error();
        for (auto const& i : *page) {
            auto s = layout::from_item(i, series, zone_, true);
            if (!s)
                pass_over(s.error());
            else if (!layout::is_expired(*s, now()))
                co_return optional_snapshot(std::move(*s));
        }
    }
    co_return optional_snapshot{};
}

asio::awaitable<result<dynamodb_store::optional_snapshot>> dynamodb_store::read_target(std::string series,
                                                                                       layout::head head) {
    get_item_request r;
    r.table = table_;
    r.key.emplace(layout::name_attribute, head.target_name);
    r.key.emplace(layout::created_attribute, head.target_created_on);
    r.consistent = true;
    auto got = co_await client_.get_item(std::move(r));
    if (!got) co_return std::move(got).error();
    if (!got->item) co_return optional_snapshot{};
    auto s = layout::from_item(*got->item, series, zone_, true);
    if (!s) co_return std::move(s).error();
    if (layout::is_expired(*s, now())) co_return optional_snapshot{};
    co_return optional_snapshot(std::move(*s));
}

asio::awaitable<result<snapshot>> dynamodb_store::get(std::string series, std::string name) {
    if (auto ok = check_series_name(series); !ok) co_return std::move(ok).error();
    if (auto ok = check_snapshot_name(name); !ok) co_return std::move(ok).error();
    query_request q;
    q.table = table_;
    q.key_condition = "#n = :n";
    q.names = {{"#n", std::string(layout::name_attribute)}};
    q.values.emplace(":n", layout::full_name(series, name));
    q.forward = false;
    q.consistent = true;
    q.limit = 1;
    auto page = co_await client_.query(std::move(q));
    if (!page) co_return explain(std::move(page).error());
    if (page->items.empty())
        co_return failure(errc::not_found, fmt::format("no snapshot named {} in table {}", name, table_),
                          "`ddbsnap list` shows what is there");
    auto s = layout::from_item(page->items.front(), series, zone_, true);
    if (!s) co_return std::move(s).error();
    if (layout::is_expired(*s, now()))
        co_return failure(errc::not_found, fmt::format("snapshot {} in table {} has expired", name, table_));
    co_return s;
}

asio::awaitable<result<snapshot>> dynamodb_store::get_at(std::string series, std::string name,
                                                         system_time created) {
    if (auto ok = check_series_name(series); !ok) co_return std::move(ok).error();
    if (auto ok = check_snapshot_name(name); !ok) co_return std::move(ok).error();
    layout::head key{layout::full_name(series, name), format_created_on(created, zone_), created};
    auto target = co_await read_target(series, std::move(key));
    if (!target) co_return explain(std::move(target).error());
    if (!*target)
        co_return failure(errc::not_found, fmt::format("no snapshot named {} of {} in table {}", name,
                                                       format_iso8601(created), table_));
    co_return std::move(**target);
}

asio::awaitable<result<std::vector<snapshot_info>>> dynamodb_store::walk(std::string series,
                                                                         std::size_t limit,
                                                                         bool with_expired) {
    if (auto ok = check_series_name(series); !ok) co_return std::move(ok).error();
    std::vector<snapshot_info> found;
    month_walk pages(client_, table_, series, zone_, {now(), options_.lookback_months, {}, false});
    while (pages.has_more() && found.size() < limit) {
        auto page = co_await pages.next();
        if (!page) co_return explain(std::move(page).error());
        for (auto const& i : *page) {
            auto s = layout::from_item(i, series, zone_, false);
            if (!s)
                pass_over(s.error());
            else if (found.size() < limit && (with_expired || !layout::is_expired(*s, now())))
                found.push_back(std::move(*s));
        }
    }
    co_return found;
}

asio::awaitable<result<std::vector<snapshot_info>>> dynamodb_store::prune(std::string series,
                                                                          retention rule) {
    if (auto ok = check_retention(rule); !ok) co_return std::move(ok).error();
    auto all = co_await walk(series, static_cast<std::size_t>(-1), true);
    if (!all) co_return all;
    auto head = co_await read_head(series);
    if (!head) co_return explain(std::move(head).error());
    auto const is_target = [&](snapshot_info const& s) {
        return *head && (*head)->target_created == s.created &&
               (*head)->target_name == layout::full_name(series, s.name);
    };
    auto doomed = select_for_removal(*all, rule, now());
    std::erase_if(doomed, is_target);
    if (rule.dry_run) co_return doomed;
    std::vector<item> keys;
    for (auto const& s : doomed) keys.push_back(layout::key_of(s, zone_));
    auto removed = co_await remove_in_batches(client_, table_, std::move(keys), rule.progress);
    if (!removed) co_return explain(std::move(removed).error());
    co_return doomed;
}

}  // namespace

std::unique_ptr<snapshot_store> make_dynamodb_store(std::string table, dynamodb_client client, time_zone zone,
                                                    store_options options) {
    return std::make_unique<dynamodb_store>(std::move(table), std::move(client), std::move(zone),
                                            std::move(options));
}

failure explain_table_failure(failure f, std::string_view table, std::string_view region) {
    auto details = f.details();
    if (f.code() == service_errc::resource_not_found) {
        details.message = fmt::format("table {} does not exist in {}", table, region);
        details.next_step = fmt::format(
            "create it with `ddbsnap --store dynamodb:{} table create`, or check region and endpoint", table);
        return failure(errc::table_missing, std::move(details));
    }
    bool const names_index = details.message.find("index") != std::string::npos;
    if (f.code() == service_errc::validation && names_index) {
        details.message = fmt::format("table {} has no index {} ({})", table, month_index, details.message);
        details.next_step =
            "create the table with `ddbsnap table create`, or add the index (see the table format in the "
            "README)";
        return failure(errc::index_missing, std::move(details));
    }
    return f;
}

}  // namespace ddbsnap
