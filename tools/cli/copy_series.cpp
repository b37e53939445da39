#include "cli/copy_series.hpp"

#include "cli/copy_ledger.hpp"
#include "net/cancelled.hpp"
#include "net/no_throw_scope.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

namespace asio = boost::asio;
using presence = copy_ledger::presence;

bool is_about_reading_it(std::error_code code) {
    return code == errc::not_found || code == errc::corrupt_snapshot || code == errc::io_error ||
           code == errc::response_too_large;
}

bool is_about_saving_it(std::error_code code) {
    return code == errc::item_too_large || code == errc::snapshot_too_large || code == errc::invalid_name ||
           code == errc::invalid_argument || code == errc::already_exists;
}

// What became of one snapshot.
struct step {
    enum class kind { copied, there, failed, stopped };
    kind what = kind::copied;
    snapshot_info stored;
    std::optional<failure> why;

    static step already_there() { return {kind::there, {}, {}}; }
    static step passed_over(failure f) { return {kind::failed, {}, std::move(f)}; }
    static step unreadable(failure f) {
        return {is_about_reading_it(f.code()) ? kind::failed : kind::stopped, {}, std::move(f)};
    }
    static step unsaved(failure f) {
        return {is_about_saving_it(f.code()) ? kind::failed : kind::stopped, {}, std::move(f)};
    }
};

class series_copy {
   public:
    series_copy(snapshot_store& from, snapshot_store& to, copy_route route, copy_options options)
        : from_(from), to_(to), route_(std::move(route)), options_(std::move(options)) {}

    asio::awaitable<result<copy_outcome>> run();

   private:
    asio::awaitable<step> copy_one(snapshot_info info);
    asio::awaitable<step> compare(snapshot read, copy_ledger::finding there);
    asio::awaitable<step> save(snapshot read, copy_place place);
    asio::awaitable<step> check(std::string body, snapshot_info saved);
    void record(snapshot_info const& source, step done);

    asio::awaitable<result<snapshot>> read(snapshot_info const& info) {
        return from_.get_at(options_.series, info.name, info.created);
    }
    step refuse_to_replace(copy_place const& place, copy_ledger::finding const& there) const;

    snapshot_store& from_;
    snapshot_store& to_;
    copy_route route_;
    copy_options options_;
    copy_ledger ledger_{{}};
    copy_outcome outcome_;
};

asio::awaitable<result<copy_outcome>> series_copy::run() {
    auto all = co_await from_.list(options_.series, options_.limit);
    if (!all) co_return std::move(all).error();
    auto const there = co_await to_.list(options_.series, static_cast<std::size_t>(-1));
    if (!there) co_return there.error();
    ledger_ = copy_ledger(*there);
    std::reverse(all->begin(), all->end());
    outcome_.total = all->size();
    for (auto const& info : *all) {
        auto done = co_await copy_one(info);
        record(info, std::move(done));
        if (outcome_.stopped_by) break;
        if (options_.progress) options_.progress(outcome_.done(), outcome_.total);
    }
    co_return std::move(outcome_);
}

void series_copy::record(snapshot_info const& source, step done) {
    switch (done.what) {
        case step::kind::copied:
            ledger_.add(done.stored);
            outcome_.bytes += done.stored.size.value_or(0);
            if (source.expires && route_.to() == copy_route::kind::file) ++outcome_.without_expiry;
            outcome_.copied.push_back(std::move(done.stored));
            break;
        case step::kind::there:
            ++outcome_.already_there;
            break;
        case step::kind::failed:
            outcome_.failed.push_back({source, std::move(*done.why)});
            break;
        case step::kind::stopped:
            outcome_.stopped_by = std::move(done.why);
            break;
    }
}

asio::awaitable<step> series_copy::copy_one(snapshot_info info) {
    bool const is_over = co_await net::is_cancelled();
    if (is_over) co_return step::unreadable(failure(errc::operation_aborted, "interrupted"));
    // Without reading it, where that is enough: a copy that goes on passes over many.
    if (!route_.needs_body()) {
        auto const place = route_.place_of(info, {});
        auto const there = ledger_.find(place, info.size);
        if (there.what == presence::there) co_return step::already_there();
        if (there.what == presence::other_there) co_return refuse_to_replace(place, there);
    }
    auto got = co_await read(info);
    if (!got) co_return step::unreadable(std::move(got).error());
    auto place = route_.place_of(info, got->body);
    auto const there = ledger_.find(place, got->body.size());
    if (there.what == presence::there) co_return step::already_there();
    if (there.what == presence::other_there) co_return refuse_to_replace(place, there);
    if (there.what == presence::maybe_there) {
        got->name = place.name;
        co_return co_await compare(std::move(*got), there);
    }
    co_return co_await save(std::move(*got), std::move(place));
}

step series_copy::refuse_to_replace(copy_place const& place, copy_ledger::finding const& there) const {
    auto const size = there.size ? fmt::format(", of {} bytes", *there.size) : std::string();
    return step::passed_over(
        failure(errc::already_exists,
                fmt::format("another snapshot {} is in {} already{}", place.name, to_.describe(), size),
                "remove one of the two"));
}

asio::awaitable<step> series_copy::compare(snapshot read, copy_ledger::finding there) {
    auto const other = co_await to_.get_at(options_.series, read.name, there.created);
    if (!other) {
        auto f = other.error();
        f.add_context("what is there already cannot be read");
        co_return step::unreadable(std::move(f));
    }
    if (other->body == read.body) co_return step::already_there();
    there.size = other->body.size();
    co_return refuse_to_replace({read.name, there.created}, there);
}

asio::awaitable<step> series_copy::save(snapshot read, copy_place place) {
    save_request request;
    request.series = options_.series;
    request.name = std::move(place.name);
    request.created = place.created;
    request.kind = read.kind;
    if (read.expires && route_.to() == copy_route::kind::table) {
        request.ttl = std::chrono::ceil<std::chrono::seconds>(*read.expires - options_.now());
        if (request.ttl->count() <= 0)
            co_return step::passed_over(failure(errc::not_found, "it has expired meanwhile"));
    }
    if (options_.dry_run) {
        read.name = std::move(request.name);
        read.created = place.created;
        co_return step{step::kind::copied, read, {}};
    }
    request.body = options_.verify ? read.body : std::move(read.body);
    auto saved = co_await to_.save(std::move(request));
    if (!saved) co_return step::unsaved(std::move(saved).error());
    if (!options_.verify) co_return step{step::kind::copied, std::move(*saved), {}};
    co_return co_await check(std::move(read.body), std::move(*saved));
}

asio::awaitable<step> series_copy::check(std::string body, snapshot_info saved) {
    auto const back = co_await to_.get_at(options_.series, saved.name, saved.created);
    if (!back) {
        auto f = back.error();
        f.add_context("it was saved, but cannot be read back");
        co_return step::unreadable(std::move(f));
    }
    if (back->body == body) co_return step{step::kind::copied, std::move(saved), {}};
    co_return step::passed_over(
        failure(errc::corrupt_snapshot,
                fmt::format("what was read back from {} is not what was saved ({} bytes)", to_.describe(),
                            body.size()),
                "remove it there and copy it again"));
}

asio::awaitable<result<copy_outcome>> run_copy(snapshot_store& from, snapshot_store& to, copy_route route,
                                               copy_options options) {
    series_copy copy(from, to, std::move(route), std::move(options));
    co_return co_await copy.run();
}

}  // namespace

asio::awaitable<result<copy_outcome>> copy_series(snapshot_store& from, snapshot_store& to, copy_route route,
                                                  copy_options options) {
    return net::without_throwing(run_copy(from, to, std::move(route), std::move(options)));
}

}  // namespace ddbsnap::cli
