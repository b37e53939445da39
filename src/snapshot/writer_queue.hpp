#pragma once

#include "snapshot/queued_snapshot.hpp"
#include "snapshot/writer_agenda.hpp"

#include <ddbsnap/writer_stats.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ddbsnap {

/// Decides for a writer: what is accepted, due, sent together, superseded, sent again, spooled, ended. No
/// I/O, no clock, no thread; it only keeps the counters besides.
///
/// Of each series at most one snapshot waits, the newest, and at most one is under way.
class writer_queue {
   public:
    struct settings {
        std::chrono::milliseconds quiet{50};
        std::chrono::milliseconds max_wait{1000};
        std::chrono::milliseconds deadline = std::chrono::milliseconds::max();
        std::size_t max_pending_bytes = 64 << 20;
        std::size_t max_in_flight = 4;
        bool has_spool = false;
        bool tells_ends = false;  ///< somebody wants to hear of each snapshot's end
    };
    static constexpr std::size_t most_in_batch = 25;  // of BatchWriteItem

    explicit writer_queue(settings s) : settings_(s) {}

    // Series

    std::optional<std::size_t> find(std::string_view series) const;
    std::size_t add(std::string_view series);  ///< or finds it
    std::string const& name_of(std::size_t series) const { return series_[series].name; }

    // Saves

    std::shared_ptr<byte_account> const& account() const noexcept { return account_; }

    struct acceptance {
        std::error_code refused;
        bool wakes = false;  ///< there is something to do earlier than was known
        std::uint64_t number = 0;
        system_time created{};
    };
    /// Leaves `s` where it is if it is refused.
    acceptance accept(std::size_t series, queued& s, steady_time now, system_time wall);
    /// One that was found in the spool directory, and is there.
    void replay(std::size_t series, queued s, steady_time now);
    void refuse_saves() noexcept { is_open_ = false; }

    // Sending

    /// What is to be sent together now; empty: nothing. It ends with land() once each snapshot of it has been
    /// dealt with by one of the three below.
    std::vector<queued> take_due(steady_time now);
    void on_stored(queued const& s, save_receipt const& receipt, steady_time now);
    void on_setback(queued const& s, failure why, bool is_throttling, std::chrono::milliseconds pause,
                    steady_time now);
    void on_refused(queued const& s, failure why, bool is_snapshots_fault, steady_time now);
    /// The body that was to be read from the spool is not there any more.
    void on_lost(queued const& s, failure why, steady_time now);
    /// Newer ones stand in the store, the newest of that time.
    void on_outdated(queued const& s, system_time newest);
    void land() noexcept { --in_flight_; }

    /// Counts a body that was produced or read; false: there is no room for it.
    bool make_room_for(queued const& s, std::size_t bytes);
    /// The body of `s` is there now.
    void on_produced(queued const& s, std::string body);

    /// When take_due() may have something next.
    std::optional<steady_time> next_time() const;
    /// The same of next_spool_step().
    std::optional<steady_time> next_spool_time() const;

    void stop_sending() noexcept { is_sending_ = false; }
    std::size_t in_flight() const noexcept { return in_flight_; }

    // Spool

    /// A file to be brought up to date: written, or removed where there is no snapshot. One at a time.
    struct spool_step {
        std::size_t series;
        queued snapshot;
    };
    std::optional<spool_step> next_spool_step(steady_time now);
    /// @param number  of the snapshot that was to be written; 0: the file was to be removed
    void on_spooled(std::size_t series, std::uint64_t number, std::optional<failure> failed, steady_time now);
    /// From now on each file gets one try, at once.
    void begin_last_spooling() noexcept;
    /// Whether there is nothing left to be tried.
    bool is_spool_settled() const noexcept { return spool_agenda_.empty(); }
    /// Series that should have a file.
    std::vector<std::size_t> held_in_spool() const;
    /// That file is not there.
    void on_file_gone(std::size_t series);

    // Waiting

    /// The newest snapshot of a series, as it was at some time.
    struct mark {
        std::size_t series;
        std::uint64_t number;
    };
    /// Those of all series that have something under way or waiting.
    std::vector<mark> marks() const;
    /// All of that is due now, and so is what supersedes it.
    std::vector<mark> begin_flush(steady_time now);
    /// Whether of some series neither that nor anything newer has ended, though something is on its way.
    bool is_flushing(std::vector<mark> const& marks) const;
    /// What is on its way of these.
    std::vector<save_report> pending(std::vector<mark> const& marks) const;
    /// How those of them ended that are not in the store.
    std::vector<save_report> not_stored(std::vector<mark> const& marks) const;

    /// What became of a snapshot that somebody waits for; nothing: it is not safe yet.
    struct arrival {
        save_outcome outcome;
        std::optional<failure> why{};
        bool superseded_by_other = false;
    };
    std::optional<arrival> arrival_of(std::size_t series, std::uint64_t number, until level) const;

    // Ends

    /// What waits and has no body yet is under way now, to get one and come back.
    std::vector<queued> take_unproduced();
    bool is_under_way(queued const& s) const { return series_[s->series].flying == s; }
    /// Ends what waits as spooled or failed: all of it, or that of which the spool directory has its file, or
    /// could not write it. Nothing may be under way.
    /// @param when  for the failures' text: "before the writer was closed"
    /// @return how many these were
    std::size_t end_waiting(std::string_view when, bool only_settled);
    /// Of one that has ended, or while nobody else may change it.
    static save_report report_of(queued const& s, std::string series);
    snapshot_list take_ended() noexcept { return std::move(ended_); }
    /// What is only to be freed.
    snapshot_list take_garbage() noexcept { return std::move(garbage_); }

    writer_stats stats() const;
    void count_refused() noexcept { ++stats_.refused; }
    void count_batch(std::size_t requests, double write_units, std::chrono::nanoseconds took);

   private:
    struct one_series {
        std::string name;
        queued waiting;
        queued flying;
        steady_time first{};                            // save that has not been sent
        steady_time last{};                             // save
        steady_time not_before{};                       // after a setback
        system_time next_created = system_time::min();  // at the earliest

        std::uint64_t stored = 0;  // number of the newest that is
        bool is_stored_by_other = false;
        std::uint64_t failed = 0;  // number of the newest that is, or was left in the spool for a failure
        std::shared_ptr<save_report const> failed_as;

        std::uint64_t flushed = 0;  // number of the newest one when the last flush began

        std::uint64_t held = 0;  // number of what is in the spool; 0: nothing
        std::uint64_t being_written = 0;
        std::uint64_t condemned = 0;  // number of one that is in there, and can never be stored
        bool is_spool_listed = false;
        std::uint64_t spool_failed = 0;
        std::shared_ptr<failure const> spool_failed_by;

        bool is_idle() const noexcept { return !waiting && !flying; }
        bool is_on_its_way(std::uint64_t number) const noexcept {
            return !is_idle() && std::max(stored, failed) < number;
        }
    };
    struct series_hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>{}(s); }
    };

    bool has_room(std::size_t bytes, std::size_t freed = 0) const noexcept;
    bool fits(one_series const& s, std::size_t bytes);
    void supersede(queued s, std::size_t bytes_wanted);
    steady_time due_time(one_series const& s) const;
    steady_time end_of(queued_snapshot const& q) const;
    bool has_its_chance_to_come(queued_snapshot const& q) const;
    bool gives_time_to_spool(one_series& s, steady_time now);
    void fly(std::size_t i, std::vector<queued>& batch);
    void take_along(std::vector<queued>& batch, steady_time now);
    queued take_back(queued const& s);
    void give_up(std::size_t i, std::string_view when);
    void end(queued s, save_outcome outcome);
    void end_unstored(queued s, failure why);

    bool has_yet_to_be_spooled(queued_snapshot const& q) const;
    std::chrono::milliseconds pause_for_spool(steady_time now) const;
    queued wanted_in_spool(one_series const& s) const;
    bool is_spool_stale(one_series const& s) const;
    bool list_for_spool(std::size_t i);

    settings settings_;
    bool is_open_ = true;
    bool is_sending_ = true;
    std::vector<one_series> series_;
    std::unordered_map<std::string, std::size_t, series_hash, std::equal_to<>> by_name_;
    writer_agenda agenda_;  // of the series that wait and are not under way
    std::deque<std::size_t> spool_agenda_;
    bool is_last_spooling_ = false;
    steady_time spool_not_before_{};  // after a failure: the next one would fail as well
    std::size_t in_flight_ = 0;
    std::uint64_t last_number_ = 0;
    std::size_t pending_ = 0;
    std::shared_ptr<byte_account> account_ = std::make_shared<byte_account>(0);
    snapshot_list ended_;
    snapshot_list garbage_;
    writer_stats stats_;
};

}  // namespace ddbsnap
