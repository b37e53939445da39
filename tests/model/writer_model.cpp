#include "model/writer_model.hpp"

#include "net/blocking.hpp"
#include "net/no_throw_scope.hpp"
#include "snapshot/save_verdict.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <future>

namespace ddbsnap::test {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr std::size_t bound = 200'000;

}  // namespace

writer_model::writer_model(std::uint64_t seed, int threads, int series)
    : dice_(seed), savers_(threads, series, seed) {}

void writer_model::live(int rounds) {
    open();
    for (int i = 0; i != rounds; ++i) round();
    close();
}

void writer_model::open() {
    series_.clear();
    store_.begin_life();
    store_.be_away(roll(3) == 0);
    has_spool_ = lives_ % 4 < 2;  // two after one another, so that one finds what the other left
    has_good_disk_ = roll(4) == 0;
    writer_options o;
    o.max_pending_bytes = bound;
    o.max_in_flight = 1 + static_cast<std::size_t>(roll(4));
    if (roll(3) == 0) o.deadline = std::chrono::seconds(30);
    if (has_spool_) o.spool_dir = (scratch_.path() / "spool").string();
    o.random = [this] { return static_cast<double>(dice_() % 1000) / 1000; };
    o.on_end = [this](save_report const& r) { told_.push_back(r); };
    if (has_spool_)
        for (auto const& [series, name] : spooled()) {
            series_[series].accept(name);
            ++happened_["found in the spool"];
        }
    core_ = writer_core::open(io_.get_executor(), store_.puppet, o, {clock_, flaky_files()}).value();
}

// Nothing is really synchronised, which would take too long, and some calls fail.
net::file_calls writer_model::flaky_files() {
    auto c = net::real_file_calls();
    auto const real = c;
    auto const fails = [this] { return !has_good_disk_ && ++file_calls_ % 97 == 0; };
    c.fsync = [fails](int) { return fails() ? (errno = EIO, -1) : 0; };
    c.write = [fails, real](int f, void const* b, std::size_t n) {
        return fails() ? (errno = ENOSPC, ssize_t{-1}) : real.write(f, b, n);
    };
    c.rename = [fails, real](char const* a, char const* b) {
        return fails() ? (errno = EIO, -1) : real.rename(a, b);
    };
    return c;
}

void writer_model::round() {
    savers_.run(*core_, 30, [this] { poll(); });
    for (int i = roll(6); i != 0; --i) act();
    settle();
    take_notes();
    store_.tidy();
}

void writer_model::poll() {
    io_.restart();
    io_.poll();
    store_.play();
    look_at_counters();
}

void writer_model::act() {
    ++steps_;
    switch (roll(12)) {
        case 0:
            ++happened_["clock step"];
            return clock_->step_wall_clock(milliseconds(roll(2) == 0 ? -3'600'000 : 3'600'000));
        case 1:
            return store_.be_away(roll(4) == 0);
        case 2:
            return start_wait();
        case 3:
            return start_flush();
        case 4:
            if (!waits_.empty() && roll(2) == 0) {
                ++happened_["cancellation"];
                cancel(waits_[static_cast<std::size_t>(roll(static_cast<int>(waits_.size())))]);
            }
            return;
        case 5:
            return clock_->advance(std::chrono::seconds(roll(20)));
        default:
            return clock_->advance(milliseconds(roll(120)));
    }
}

// On the loop, as it must be.
void writer_model::cancel(std::shared_ptr<asio::cancellation_signal> wait) {
    asio::post(io_, [w = std::move(wait)] { w->emit(asio::cancellation_type::terminal); });
}

void writer_model::start_wait() {
    auto const level = has_spool_ && roll(2) == 0 ? until::spooled : until::stored;
    auto const series = "waited-" + std::to_string(roll(5));
    save_details details;
    details.name = "w-" + std::to_string(++waits_started_);
    auto const signal = std::make_shared<asio::cancellation_signal>();
    waits_.push_back(signal);
    auto const accepted_before = core_->stats().accepted;
    auto const before = accepted_before + core_->stats().refused;
    auto ended = [this, signal](std::exception_ptr thrown, result<save_report> r) {
        EXPECT_FALSE(thrown);
        std::erase(waits_, signal);
        ++waits_ended_;
        ++happened_[r ? "wait that was met" : "wait that was not"];
        if (r && r->outcome == save_outcome::spooled) series_[r->snapshot.series].promised = r->snapshot.name;
        bool const is_stored = r && r->outcome == save_outcome::stored;
        EXPECT_TRUE(!is_stored || store_.has(r->snapshot.series, r->snapshot.name));
    };
    asio::co_spawn(io_, net::without_throwing(core_->save_and_wait(series, "w", level, details)),
                   asio::bind_cancellation_slot(signal->slot(), std::move(ended)));
    io_.restart();
    auto const is_saved = [&, before] {
        auto const s = core_->stats();
        return s.accepted + s.refused != before;
    };
    while (!is_saved() && io_.poll_one() != 0) {
    }
    if (core_->stats().accepted != accepted_before) series_[series].accept(details.name);
}

void writer_model::start_flush() {
    auto const signal = std::make_shared<asio::cancellation_signal>();
    waits_.push_back(signal);
    ++waits_started_;
    auto ended = [this, signal](std::exception_ptr thrown, flush_outcome r) {
        EXPECT_FALSE(thrown);
        std::erase(waits_, signal);
        ++waits_ended_;
        ++happened_[r.is_complete() ? "complete flush" : "incomplete flush"];
    };
    asio::co_spawn(io_, net::without_throwing(core_->flush(milliseconds(roll(2000)))),
                   asio::bind_cancellation_slot(signal->slot(), std::move(ended)));
}

// All that can run now, jobs on the blocking thread included.
void writer_model::settle() {
    for (bool has_run = true; has_run;) {
        io_.restart();
        has_run = io_.poll() != 0;
        std::promise<void> done;
        asio::post(net::blocking_thread(), [&] { done.set_value(); });
        done.get_future().wait();
        io_.restart();
        has_run |= io_.poll() != 0;
        look_at_counters();
    }
}

void writer_model::look_at_counters() {
    if (!core_) return;
    auto const s = core_->stats();
    EXPECT_LE(s.pending_bytes, bound);
    EXPECT_EQ(s.accepted + s.replayed, s.stored + s.superseded + s.spooled + s.failed + s.pending);
}

void writer_model::take_notes() {
    for (auto const& of_thread : savers_.take_accepted())
        for (auto const& [series, names] : of_thread) {
            auto& s = series_[series];
            for (auto const& name : names) s.accept(name);
        }
    for (auto const& r : told_) note_end(r);
    told_.clear();
}

void writer_model::note_end(save_report const& r) {
    ++happened_[std::string(to_string(r.outcome))];
    auto& s = series_[r.snapshot.series];
    auto const& name = r.snapshot.name;
    EXPECT_TRUE(s.accepted.contains(name)) << name << " was never accepted";
    EXPECT_TRUE(s.ends.emplace(name, r.outcome).second) << name << " ended twice";
    EXPECT_EQ(r.why.has_value(), r.outcome == save_outcome::failed || r.outcome == save_outcome::spooled)
        << name;
    bool const is_tables_fault = r.why && judge_save(*r.why) == save_verdict::refused_here;
    if (is_tables_fault) ++happened_["refused for want of a table"];
    bool const is_own_fault = r.why && judge_save(*r.why) == save_verdict::refused_snapshot;
    if (is_own_fault) s.promised.clear();  // its file may have taken the place of the other one's
    EXPECT_FALSE(is_tables_fault && r.outcome == save_outcome::failed && has_spool_ && has_good_disk_)
        << name << " is lost, though it could be spooled: " << r.why->to_string();
    bool const was_there_before =
        s.order.front() == name && store_.puppet->newest.contains(r.snapshot.series);
    EXPECT_TRUE(r.outcome != save_outcome::stored || store_.has(r.snapshot.series, name) || was_there_before)
        << name;
}

void writer_model::close() {
    bool const is_let_go = lives_ % 5 == 4;
    if (roll(2) == 0) store_.take_some_silently();
    settle();
    take_notes();
    auto const were_on_their_way = series_on_their_way();
    std::optional<flush_outcome> outcome;
    if (is_let_go) {
        ++happened_["let go"];
        core_->abandon();
    } else {
        asio::co_spawn(io_, net::without_throwing(core_->close(milliseconds(roll(3000)))),
                       [&](std::exception_ptr, flush_outcome o) { outcome = std::move(o); });
    }
    auto const is_over = [&] { return is_let_go ? core_->stats().pending == 0 : outcome.has_value(); };
    for (int i = 0; i != 2000 && !is_over(); ++i) {
        settle();
        if (roll(3) == 0) store_.play();
        clock_->advance(milliseconds(50));
    }
    settle();
    ASSERT_TRUE(is_over()) << "closing hangs";
    for (auto const& w : waits_) cancel(w);
    settle();
    EXPECT_EQ(waits_ended_, waits_started_) << "a wait hangs";
    take_notes();
    EXPECT_EQ(core_->stats().pending, 0u);
    core_.reset();
    settle();
    if (outcome) check_what_is_named(were_on_their_way, outcome->not_stored);
    check_what_is_left();
    ++lives_;
}

std::vector<std::string> writer_model::series_on_their_way() const {
    std::vector<std::string> found;
    for (auto const& [series, s] : series_)
        if (!s.order.empty() && !is_shared(series) && !s.ends.contains(s.order.back()))
            found.push_back(series);
    return found;
}

// What had not ended when the closing began is named if it is not stored in the end, and not otherwise.
void writer_model::check_what_is_named(std::vector<std::string> const& were_on_their_way,
                                       std::vector<save_report> const& named) {
    std::map<std::string, save_report> by_series;
    for (auto const& r : named) {
        EXPECT_TRUE(by_series.emplace(r.snapshot.series, r).second) << r.snapshot.series << " is named twice";
        EXPECT_TRUE(series_[r.snapshot.series].ends.contains(r.snapshot.name));
        EXPECT_TRUE(r.outcome == save_outcome::failed || r.outcome == save_outcome::spooled);
        ++happened_["named at the close"];
    }
    for (auto const& series : were_on_their_way) {
        auto const& s = series_[series];
        auto const end = s.ends.at(s.order.back());
        bool const is_left = end == save_outcome::failed || end == save_outcome::spooled;
        EXPECT_EQ(by_series.contains(series), is_left) << series << " ended as " << to_string(end);
    }
}

// Nothing but that or something newer in the store takes it out of the spool directory.
void writer_model::check_what_was_promised(std::string const& series, of_series const& s,
                                           std::map<std::string, std::string> const& in_spool) const {
    if (s.promised.empty()) return;
    auto const from = std::find(s.order.begin(), s.order.end(), s.promised);
    bool const is_safe = std::any_of(from, s.order.end(), [&](std::string const& name) {
        return store_.has(series, name) || (in_spool.contains(series) && in_spool.at(series) == name);
    });
    EXPECT_TRUE(is_safe) << s.promised << " of " << series << " was safe, and is nowhere";
}

// Of each series: all have ended, and the newest is in the store, in the spool, or was told to have failed.
void writer_model::check_what_is_left() {
    auto const in_spool = has_spool_ ? spooled() : std::map<std::string, std::string>{};
    for (auto const& [series, s] : series_) {
        check_what_was_promised(series, s, in_spool);
        EXPECT_EQ(s.ends.size(), s.order.size()) << series;
        if (s.order.empty() || is_shared(series)) continue;
        auto const& newest = s.order.back();
        auto const end = s.ends.find(newest);
        if (end == s.ends.end()) continue;  // told above
        switch (end->second) {
            case save_outcome::stored:
                EXPECT_TRUE(is_newest_in_store(series, newest)) << series;
                break;
            case save_outcome::spooled:
                EXPECT_TRUE(in_spool.contains(series) && in_spool.at(series) == newest) << series;
                break;
            case save_outcome::superseded:
                EXPECT_EQ(s.order.size(), 1u) << series << ": only one found in the spool can be outdated";
                break;
            case save_outcome::failed:
                break;
        }
    }
}

bool writer_model::is_newest_in_store(std::string const& series, std::string const& name) const {
    auto const found = store_.newest().find(series);
    if (found != store_.newest().end()) return found->second.name == name;
    // One that was found in the spool, and had been stored before.
    return store_.puppet->newest.at(series)->name == name;
}

// Names by series.
std::map<std::string, std::string> writer_model::spooled() const {
    std::map<std::string, std::string> found;
    std::error_code ec;
    for (auto const& entry : std::filesystem::directory_iterator(scratch_.path() / "spool", ec)) {
        if (entry.path().extension() != ".snapshot") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::string const bytes(std::istreambuf_iterator<char>(in), {});
        auto const whole = parse_spool_file(bytes);
        EXPECT_TRUE(whole) << entry.path();
        if (whole) found[whole->about.series] = whole->about.name;
    }
    return found;
}

}  // namespace ddbsnap::test
