#include "model_server/state_keeper.hpp"

#include "model_server/in_time.hpp"
#include "model_server/log.hpp"

#include <fmt/format.h>

namespace model_server {

namespace asio = boost::asio;
using ddbsnap::errc;
using ddbsnap::failure;
using ddbsnap::result;

namespace {

ddbsnap::store_options store_settings(std::shared_ptr<ddbsnap::client_metrics> metrics) {
    ddbsnap::store_options settings;
    settings.outside = ddbsnap::real_world();
    settings.outside.log = library_log();
    settings.warn = [](std::string const& what) { log("warning: " + what); };
    settings.observer = std::move(metrics);
    return settings;
}

// What a snapshot came to that was accepted, and for which nobody waits.
void tell_end(ddbsnap::save_report const& r) {
    if (r.outcome == ddbsnap::save_outcome::failed && r.why)
        log(fmt::format("snapshot {} was not stored: {}", r.snapshot.name, r.why->to_string()));
}

ddbsnap::system_time now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

result<state_keeper> state_keeper::open(asio::any_io_executor executor, options const& o,
                                        server_state& state) {
    state_keeper keeper(o, state);
    if (o.save == save_mode::off) return keeper;
    if (auto ok = ddbsnap::check_series_name(o.series); !ok) return std::move(ok).error();
    auto store = ddbsnap::open_store(executor, o.store, store_settings(keeper.metrics_));
    if (!store) return std::move(store).error();
    keeper.store_ = *std::move(store);
    if (o.save == save_mode::blocking) {
        auto saver = blocking_saver::open(o.store, store_settings(keeper.metrics_));
        if (!saver) return std::move(saver).error();
        keeper.blocking_ = *std::move(saver);
        return keeper;
    }
    auto settings = o.writer;
    settings.log = library_log();
    settings.on_end = tell_end;
    auto writer = ddbsnap::snapshot_writer::open(executor, keeper.store_, std::move(settings));
    if (!writer) return std::move(writer).error();
    keeper.writer_.emplace(*std::move(writer));
    return keeper;
}

asio::awaitable<result<void>> state_keeper::changed(durability wait_for) {
    switch (options_.save) {
        case save_mode::off:
            if (wait_for == durability::accepted) co_return result<void>();
            co_return failure(errc::invalid_argument, "this server saves nothing (--save off)");
        case save_mode::blocking:
            co_return save_blocking();
        case save_mode::background:
            break;
    }
    if (wait_for == durability::accepted) co_return save();
    auto const level = wait_for == durability::spooled ? ddbsnap::until::spooled : ddbsnap::until::stored;
    co_return co_await save_and_wait(level);
}

// The usual case. The state is written as text only when its turn to be sent has come, and then as it is by
// that time: of ten changes in a row, nine cost nothing.
result<void> state_keeper::save() {
    auto const created = now();
    ddbsnap::save_details details;
    details.name = ddbsnap::default_snapshot_name(created);
    auto text = [this, created] { return text_at(created); };
    auto const refused = writer_->save(options_.series, ddbsnap::snapshot_producer(text), std::move(details));
    if (refused) return failure(refused, "the snapshot was not accepted: " + refused.message());
    return {};
}

asio::awaitable<result<void>> state_keeper::save_and_wait(ddbsnap::until level) {
    auto const created = now();
    ddbsnap::save_details details;
    details.name = ddbsnap::default_snapshot_name(created);
    auto wait = writer_->save_and_wait(options_.series, text_at(created), level, std::move(details));
    auto const safe = co_await in_time(std::move(wait), options_.durable_timeout);
    if (!safe)
        co_return failure(errc::timeout, fmt::format("the snapshot is not {} after {} ms; it waits to be",
                                                     level == ddbsnap::until::spooled ? "spooled" : "stored",
                                                     options_.durable_timeout.count()));
    if (!*safe) co_return safe->error();
    co_return result<void>();
}

result<void> state_keeper::save_blocking() {
    auto const created = now();
    return blocking_->save(options_.series, ddbsnap::default_snapshot_name(created), text_at(created));
}

std::string state_keeper::text_at(ddbsnap::system_time created) const {
    return write_state(*state_, ddbsnap::default_snapshot_name(created), created, options_.state_padding);
}

asio::awaitable<bool> state_keeper::close(std::chrono::milliseconds at_most) {
    if (!writer_) co_return true;
    auto const left = co_await writer_->close(at_most);
    bool is_safe = true;
    for (auto const& r : left.not_stored) {
        bool const is_spooled = r.outcome == ddbsnap::save_outcome::spooled;
        log(fmt::format(
            "{}: snapshot {} of series \"{}\"{}{}",
            is_spooled ? "not stored yet, kept in the spool directory for the next start" : "LOST",
            r.snapshot.name, r.snapshot.series, r.why ? ": " : "", r.why ? r.why->to_string() : ""));
        is_safe = is_safe && is_spooled;
    }
    co_return is_safe;
}

std::string state_keeper::prometheus_text() const {
    if (!store_) return {};
    return (writer_ ? writer_->prometheus_text() : std::string()) + metrics_->prometheus_text();
}

}  // namespace model_server
