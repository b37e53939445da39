#include "cli/directory_saver.hpp"

#include "net/blocking.hpp"
#include "net/cancelled.hpp"
#include "net/no_throw_scope.hpp"
#include "snapshot/save_verdict.hpp"
#include "snapshot/torchserve_names.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

failure interrupted() { return failure(errc::operation_aborted, "interrupted"); }

// Doubled with each attempt: a service that is away for long is not asked every second.
seconds pause_after(int attempt) { return seconds(1 << std::min(attempt, 5)); }

snapshot_position position_of(snapshot const& newest) {
    auto const info = read_torchserve_info(newest.body);
    if (info) return {info->created, info->name};
    return {newest.created, ""};
}

// Trying again is of use, once somebody has mended what is wrong at the latest.
bool may_be_stored(save_report const& r) {
    return r.outcome != save_outcome::failed || !r.why ||
           judge_save(*r.why) != save_verdict::refused_snapshot;
}

}  // namespace

directory_saver::directory_saver(asio::any_io_executor executor, std::shared_ptr<snapshot_store> store,
                                 watch_settings settings, watch_voice voice)
    : executor_(std::move(executor)),
      store_(std::move(store)),
      settings_(std::move(settings)),
      voice_(std::move(voice)) {}

asio::awaitable<result<watch_outcome>> directory_saver::run() {
    auto options = settings_.writer;
    options.on_end = [this](save_report const& r) { on_end(r); };
    if (settings_.once) options.deadline = settings_.grace;
    auto writer = snapshot_writer::open(executor_, store_, std::move(options));
    if (!writer) co_return std::move(writer).error();
    writer_.emplace(std::move(*writer));
    auto const ended = co_await net::without_throwing(work());
    // Told to end, there is still something to do; told once more, there is not.
    co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
    auto closed = co_await writer_->close(settings_.grace);
    watch_outcome outcome;
    if (!ended && ended.error().code() != condition::cancelled) outcome.stopped_by = ended.error();
    outcome.not_stored = std::move(closed.not_stored);
    outcome.left = left_;
    outcome.has_asked = has_asked_;
    outcome.failed = failed_;
    co_return outcome;
}

asio::awaitable<result<void>> directory_saver::work() {
    auto known = co_await learn_newest();
    if (!known) co_return known;
    has_asked_ = true;
    for (;;) {
        auto watch = directory_watch::open(executor_, settings_.directory);
        if (!watch) co_return std::move(watch).error();
        tell_of(*watch);
        if (settings_.once && !watch->is_there())
            co_return failure(errc::not_found,
                              fmt::format("there is no directory {}", settings_.directory.string()));
        auto followed = co_await follow(std::move(*watch));
        if (!followed || settings_.once) co_return followed;
    }
}

asio::awaitable<result<void>> directory_saver::learn_newest() {
    if (auto const replayed = writer_->stats().replayed; replayed != 0) {
        voice_.say(fmt::format("storing {} of the spool directory first", replayed));
        co_await writer_->flush(milliseconds::max());
    }
    for (int attempt = 0;; ++attempt) {
        auto newest = co_await store_->last(settings_.series);
        if (newest) journal_.store_has(position_of(*newest));
        if (newest || newest.error().code() == errc::not_found) co_return result<void>();
        auto& why = newest.error();
        if (why.code() == errc::corrupt_snapshot) {
            voice_.complain(why.add_context("the newest snapshot counts as none"));
            co_return result<void>();
        }
        bool const is_over = co_await net::is_cancelled();
        if (is_over) co_return interrupted();
        if (settings_.once || judge_save(why) != save_verdict::again) co_return why;
        voice_.complain(why);
        auto paused = co_await pause(attempt);
        if (!paused) co_return paused;
    }
}

asio::awaitable<result<void>> directory_saver::pause(int attempt) {
    auto const length = pause_after(attempt);
    voice_.say(fmt::format("trying again in {} s", length.count()));
    asio::steady_timer timer(executor_, length);
    boost::system::error_code ec;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    if (ec) co_return interrupted();
    co_return result<void>();
}

void directory_saver::tell_of(directory_watch const& watch) {
    auto const now = watch.identity();
    if (watched_ == now) return;
    auto const& directory = settings_.directory.string();
    if (!watch.is_there())
        voice_.say(fmt::format("{} is not there{}; waiting for it", directory, watched_ ? " any more" : ""));
    else if (watched_ && watched_->second != 0)
        voice_.say(fmt::format("{} was replaced; watching the new one", directory));
    else
        voice_.say(fmt::format("watching {} for {}", directory, store_->describe()));
    watched_ = now;
}

// Until the path leads elsewhere, or it is time to look again.
asio::awaitable<result<void>> directory_saver::follow(directory_watch watch) {
    auto const until = std::chrono::steady_clock::now() + settings_.look_again;
    bool is_behind = watch.is_there();
    for (;;) {
        if (is_behind) {
            auto caught_up = co_await catch_up();
            if (!caught_up || settings_.once) co_return caught_up;
        }
        auto news = co_await watch.next(until);
        if (!news) co_return std::move(news).error();
        for (auto const& name : news->complete)
            if (is_torchserve_file_name(name)) co_await look_at(name);
        if (news->has_moved || std::chrono::steady_clock::now() >= until) co_return result<void>();
        is_behind = news->is_lossy;
    }
}

asio::awaitable<result<void>> directory_saver::catch_up() {
    auto missed = co_await find_missed();
    if (!missed) co_return std::move(missed).error();
    left_ = missed->size();
    if (left_ != 0) voice_.say(fmt::format("{} to catch up on", left_));
    for (auto const& one : *missed) {
        auto is_done = co_await save_missed(one.name);
        if (!is_done) co_return std::move(is_done).error();
        if (!*is_done) break;  // the next look goes on from there
        --left_;
    }
    co_return result<void>();
}

// By the names of their files, in the order in which TorchServe made them.
asio::awaitable<result<std::vector<snapshot_position>>> directory_saver::find_missed() {
    auto find = [this] { return find_torchserve_files(settings_.directory); };
    auto const files = co_await net::run_blocking(find);
    if (!files) co_return files.error();
    std::set<std::string> names;
    for (auto const& file : *files) names.insert(file.name);
    journal_.keep_only(names);
    std::vector<snapshot_position> missed;
    for (auto const& file : *files) {
        if (journal_.is_known(file.name, file.version)) continue;
        auto const content = co_await read(file.name);
        bool const is_over = co_await net::is_cancelled();
        if (is_over) co_return interrupted();
        if (!content) continue;
        if (journal_.is_missed(content->position()))
            missed.push_back({content->info.created, file.name});
        else
            journal_.pass_over(file.name, content->version);
    }
    std::sort(missed.begin(), missed.end());
    co_return missed;
}

// False: it could not be stored, and neither can those behind it.
asio::awaitable<result<bool>> directory_saver::save_missed(std::string file_name) {
    auto file = co_await read(file_name);
    if (!file) co_return true;
    auto const version = file->version;
    last_end_.reset();
    bool const is_accepted = save(file_name, std::move(*file));
    if (!is_accepted) co_return journal_.is_known(file_name, version);
    auto const left = co_await writer_->flush(milliseconds::max());
    if (!left.is_complete()) co_return interrupted();
    if (!last_end_ || last_end_->outcome != save_outcome::failed) co_return true;
    if (may_be_stored(*last_end_)) co_return false;
    journal_.pass_over(file_name, version);
    co_return true;
}

asio::awaitable<void> directory_saver::look_at(std::string file_name) {
    auto file = co_await read(file_name);
    if (!file) co_return;
    save(file_name, std::move(*file));
}

// Nothing where there is nothing new in it, or nothing that can be saved.
asio::awaitable<std::optional<torchserve_file>> directory_saver::read(std::string file_name) {
    auto const path = settings_.directory / file_name;
    auto look = [&path] { return version_of(path); };
    auto const version = co_await net::run_blocking(look);
    bool const is_gone = !version && version.error().code() == errc::not_found;
    if (is_gone || (version && journal_.is_known(file_name, *version))) co_return std::nullopt;
    auto read_it = [&path] { return read_torchserve_file(path); };
    auto content = co_await net::run_blocking(read_it);
    if (content) co_return std::move(*content);
    auto why = content.error();
    why.suggest("it is looked at again when it changes");
    if (why.code() != errc::not_found) voice_.complain(why.add_context("passed over"));
    if (version) journal_.pass_over(file_name, *version);
    co_return std::nullopt;
}

bool directory_saver::save(std::string const& file_name, torchserve_file file) {
    save_details details;
    details.name = settings_.has_plugin_names ? torchserve_item_name(file.info) : file_name;
    details.created = file.info.created;
    auto const name = details.name;
    auto const refused = writer_->save(settings_.series, std::move(file.body), std::move(details));
    if (!refused) {
        journal_.accepted(file_name, file.version, name, {file.info.created, file.info.name});
        return true;
    }
    voice_.complain(failure(refused, fmt::format("{} was not taken: {}", name, refused.message())));
    if (refused != errc::queue_full) journal_.pass_over(file_name, file.version);
    return false;
}

void directory_saver::on_end(save_report const& report) {
    bool const is_to_be_tried_again = report.outcome == save_outcome::failed && may_be_stored(report);
    journal_.ended(report.snapshot.name, is_to_be_tried_again);
    if (report.outcome == save_outcome::failed) ++failed_;
    last_end_ = report;
    voice_.ended(report);
}

}  // namespace ddbsnap::cli
