#include "torchserve_plugin/jni/server_snapshots.hpp"

#include "torchserve_plugin/jni/retention_upkeep.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>
#include <mutex>

namespace ddbsnap::torchserve_plugin {

namespace asio = boost::asio;
using std::chrono::milliseconds;

server_snapshots::server_snapshots(plugin_settings s) : settings_(std::move(s)) { runtime_.emplace(); }

server_snapshots::~server_snapshots() {
    net::forget_at_exit(*this);
    end();
}

result<std::unique_ptr<server_snapshots>> server_snapshots::open(plugin_settings s) {
    if (auto ok = check_series_name(s.series); !ok) return std::move(ok).error();
    std::unique_ptr<server_snapshots> all(new server_snapshots(std::move(s)));
    // On the loop, to which all that is opened belongs from its beginning.
    if (auto ok = all->runtime_->wait(all->open_there()); !ok) return std::move(ok).error();
    net::end_at_exit(*all);
    return all;
}

asio::awaitable<result<void>> server_snapshots::open_there() {
    end_.emplace(runtime_->executor(), asio::steady_timer::time_point::max());
    store_options for_store;
    for_store.outside = world_for(settings_);
    for_store.outside.log = logger(
        settings_.least, [log = log_](log_level level, std::string_view line) { log->add(level, line); });
    for_store.warn = [log = log_](std::string const& what) { log->add(log_level::warning, what); };
    writer_options for_writer;
    for_writer.log = for_store.outside.log;
    for_writer.spool_dir = settings_.spool_dir;
    auto store = open_store_in_zone(std::move(for_store));
    if (!store) co_return std::move(store).error();
    store_ = *std::move(store);
    description_ = store_->describe();
    for_writer.on_end = [this, upkeep = std::make_shared<retention_upkeep>(
                                   store_, settings_.series, settings_.keep, log_)](save_report const& r) {
        tell(r);
        if (r.outcome == save_outcome::stored) upkeep->stored(runtime_->executor());
    };
    auto writer = snapshot_writer::open(runtime_->executor(), store_, std::move(for_writer));
    if (!writer) co_return std::move(writer).error();
    writer_.emplace(*std::move(writer));
    co_return result<void>();
}

// A JVM brings its own zones along; the library reads those of the machine.
result<std::shared_ptr<snapshot_store>> server_snapshots::open_store_in_zone(store_options o) {
    bool const is_chosen = !settings_.time_zone.empty();
    o.time_zone = is_chosen ? settings_.time_zone : settings_.zone_of_jvm;
    auto store = open_store(runtime_->executor(), settings_.store, o);
    bool const may_be_the_zone = !store && !is_chosen && o.time_zone != settings_.offset_of_jvm;
    if (may_be_the_zone) {
        auto const zone = std::exchange(o.time_zone, settings_.offset_of_jvm);
        store = open_store(runtime_->executor(), settings_.store, std::move(o));
        if (store)
            log_->add(log_level::warning,
                      fmt::format("This machine has no zone {} (package tzdata); times in the table are {}.",
                                  zone, settings_.offset_of_jvm));
    }
    if (!store) return std::move(store).error();
    return std::shared_ptr<snapshot_store>(*std::move(store));
}

void server_snapshots::tell(save_report const& r) {
    auto const why = r.why ? r.why->to_string() : std::string("it was closed before");
    auto const& name = r.snapshot.name;
    switch (r.outcome) {
        case save_outcome::stored:
            log_->add(log_level::info, fmt::format("Saved snapshot {}.", name));
            break;
        case save_outcome::superseded:
            if (settings_.least <= log_level::debug)
                log_->add(log_level::debug, fmt::format("Snapshot {} is superseded by a newer one.", name));
            break;
        case save_outcome::spooled:
            log_->add(log_level::error,
                      fmt::format("Snapshot {} is in {} only: {}", name, settings_.spool_dir, why));
            break;
        case save_outcome::failed:
            log_->add(log_level::error, fmt::format("Failed to save snapshot {}: {}", name, why));
            break;
    }
}

result<void> server_snapshots::save(std::string name, system_time created, std::string body) {
    std::shared_lock const in_use(use_);
    if (!writer_) return failure(errc::writer_closed, "the process ends");
    save_details details;
    details.name = std::move(name);
    details.created = created;
    auto const refused = writer_->save(settings_.series, std::move(body), std::move(details));
    if (refused) return failure(refused, refused.message());
    return {};
}

// Nothing when it ends, or at the end of the time.
template <class T>
asio::awaitable<std::optional<T>> server_snapshots::unless_it_ends(asio::awaitable<T> operation) {
    using namespace asio::experimental::awaitable_operators;
    auto end = end_->async_wait(asio::as_tuple(asio::use_awaitable));
    auto first = co_await (std::move(operation) || std::move(end));
    if (first.index() == 1) co_return std::nullopt;
    co_return std::get<0>(std::move(first));
}

template <class T>
std::optional<T> server_snapshots::wait(asio::awaitable<T> operation, milliseconds at_most) {
    return runtime_->wait(unless_it_ends(std::move(operation)), at_most);
}

result<snapshot> server_snapshots::last_stored(milliseconds at_most) {
    auto newest = wait(store_->last(settings_.series), at_most);
    // Nobody but the clock has cancelled it.
    if (!newest || (!*newest && newest->error().code() == condition::cancelled))
        return failure(errc::timeout,
                       fmt::format("{}: no answer within {} ms", description_, at_most.count()));
    return *std::move(newest);
}

result<snapshot> server_snapshots::last(milliseconds at_most) {
    std::shared_lock const in_use(use_);
    if (!runtime_) return failure(errc::writer_closed, "the process ends");
    // What is spooled is on its way to the store, so it is asked for first.
    auto spooled = runtime_->wait(writer_->spooled(settings_.series));
    auto stored = last_stored(at_most);
    if (!spooled) {
        if (spooled.error().code() != errc::not_found)
            log_->add(log_level::warning, "spool: " + spooled.error().to_string());
        return stored;
    }
    if (stored && stored->created >= spooled->created) return stored;
    if (!stored && stored.error().code() != errc::not_found)
        log_->add(log_level::warning, fmt::format("The store gives no snapshot, the spool directory does: {}",
                                                  stored.error().to_string()));
    return spooled;
}

std::size_t server_snapshots::flush(milliseconds at_most) {
    std::shared_lock const in_use(use_);
    if (!runtime_) return 0;
    return runtime_->wait(writer_->flush(at_most)).not_stored.size();
}

asio::awaitable<bool> server_snapshots::end_there() {
    if (writer_) co_await writer_->close(milliseconds(0));
    writer_.reset();
    store_.reset();
    end_.reset();
    // What they have left on the loop to be done at once is done before the loop goes.
    co_await asio::post(runtime_->executor(), asio::use_awaitable);
    co_return true;
}

void server_snapshots::end() {
    log_->end();
    // Set once, before the calls that it ends; only this resets it.
    if (runtime_)
        asio::post(runtime_->executor(), [this] { end_->expires_at(asio::steady_timer::time_point::min()); });
    std::unique_lock const alone(use_);
    if (!runtime_) return;
    runtime_->wait(end_there());
    runtime_.reset();
}

void server_snapshots::end_at_exit() noexcept {
    try {
        end();
    } catch (std::exception const&) {
        // The process ends all the same.
    }
}

}  // namespace ddbsnap::torchserve_plugin
