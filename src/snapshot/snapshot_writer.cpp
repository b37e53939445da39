#include "net/no_throw_scope.hpp"
#include "snapshot/writer_core.hpp"
#include "snapshot/writer_text.hpp"

#include <ddbsnap/snapshot_writer.hpp>

namespace ddbsnap {

namespace asio = boost::asio;

namespace {

// Begins later than it is called, and holds what it needs from now on.
template <class T>
asio::awaitable<T> held([[maybe_unused]] std::shared_ptr<writer_core> core, asio::awaitable<T> operation) {
    co_return co_await net::without_throwing(std::move(operation));
}

}  // namespace

std::string_view to_string(save_outcome outcome) noexcept {
    switch (outcome) {
        case save_outcome::stored:
            return "stored";
        case save_outcome::superseded:
            return "superseded";
        case save_outcome::spooled:
            return "spooled";
        case save_outcome::failed:
            break;
    }
    return "failed";
}

result<snapshot_writer> snapshot_writer::open(asio::any_io_executor executor,
                                              std::shared_ptr<snapshot_store> store, writer_options options) {
    auto core = writer_core::open(std::move(executor), std::move(store), std::move(options), {});
    if (!core) return std::move(core).error();
    return snapshot_writer(*std::move(core));
}

snapshot_writer::snapshot_writer(std::shared_ptr<writer_core> core) : core_(std::move(core)) {}
snapshot_writer::snapshot_writer(snapshot_writer&&) noexcept = default;
snapshot_writer& snapshot_writer::operator=(snapshot_writer&& other) noexcept {
    if (core_) core_->abandon();
    core_ = std::move(other.core_);
    return *this;
}
snapshot_writer::~snapshot_writer() {
    if (core_) core_->abandon();
}

result<snapshot_writer::series_handle> snapshot_writer::series(std::string_view name) {
    auto const i = core_->index_of(name);
    if (!i) return i.error();
    return series_handle(*i);
}

std::error_code snapshot_writer::save(series_handle series, std::string body, save_details details) {
    return core_->save(series.index_, std::move(body), std::move(details)).refused;
}

std::error_code snapshot_writer::save(series_handle series, snapshot_producer producer,
                                      save_details details) {
    return core_->save(series.index_, std::move(producer), std::move(details)).refused;
}

std::error_code snapshot_writer::save(std::string_view series, std::string body, save_details details) {
    auto const i = core_->index_of(series);
    return i ? core_->save(*i, std::move(body), std::move(details)).refused : i.error().code();
}

std::error_code snapshot_writer::save(std::string_view series, snapshot_producer producer,
                                      save_details details) {
    auto const i = core_->index_of(series);
    return i ? core_->save(*i, std::move(producer), std::move(details)).refused : i.error().code();
}

asio::awaitable<result<save_report>> snapshot_writer::save_and_wait(std::string series, std::string body,
                                                                    until level, save_details details) {
    return held(core_, core_->save_and_wait(std::move(series), std::move(body), level, std::move(details)));
}

asio::awaitable<result<snapshot>> snapshot_writer::spooled(std::string series) {
    return held(core_, core_->spooled(std::move(series)));
}

asio::awaitable<flush_outcome> snapshot_writer::flush(std::chrono::milliseconds at_most) {
    return held(core_, core_->flush(at_most));
}

asio::awaitable<flush_outcome> snapshot_writer::close(std::chrono::milliseconds at_most) {
    return held(core_, core_->close(at_most));
}

writer_stats snapshot_writer::stats() const { return core_->stats(); }

std::string snapshot_writer::prometheus_text() const { return writer_text(core_->stats()); }

asio::any_io_executor snapshot_writer::executor() const { return core_->executor(); }

}  // namespace ddbsnap
