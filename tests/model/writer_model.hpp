#pragma once

#include "model/modelled_store.hpp"
#include "model/saver_threads.hpp"
#include "snapshot/writer_core.hpp"
#include "support/scratch_directory.hpp"
#include "support/simulated_clock.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace ddbsnap::test {

/// A writer's whole life, again and again, with a record of what it was given and what it said became of it.
class writer_model {
   public:
    writer_model(std::uint64_t seed, int threads, int series);

    /// Opens a writer, has it work for so many rounds, closes it or lets it go, and checks what is left.
    void live(int rounds);

    std::uint64_t steps() const { return steps_ + savers_.accepted() + savers_.refused(); }
    std::uint64_t contended() const { return savers_.contended(); }
    /// How often each thing happened, for the test to see that it did.
    std::map<std::string, std::uint64_t> const& happened() const { return happened_; }

   private:
    /// Of this life.
    struct of_series {
        std::vector<std::string> order;  ///< of acceptance
        std::unordered_set<std::string> accepted;
        std::unordered_map<std::string, save_outcome> ends;
        std::string promised;  ///< somebody was told that this one is in the spool directory

        void accept(std::string const& name) {
            order.push_back(name);
            accepted.insert(name);
        }
    };

    void open();
    void round();
    void act();
    void cancel(std::shared_ptr<boost::asio::cancellation_signal> wait);
    void start_wait();
    void start_flush();
    void close();
    void settle();
    void poll();
    void look_at_counters();
    void take_notes();
    void note_end(save_report const& r);
    std::vector<std::string> series_on_their_way() const;
    void check_what_is_named(std::vector<std::string> const& were_on_their_way,
                             std::vector<save_report> const& named);
    void check_what_was_promised(std::string const& series, of_series const& s,
                                 std::map<std::string, std::string> const& in_spool) const;
    void check_what_is_left();
    bool is_newest_in_store(std::string const& series, std::string const& name) const;
    std::map<std::string, std::string> spooled() const;
    net::file_calls flaky_files();
    int roll(int sides) { return static_cast<int>(dice_() % static_cast<unsigned>(sides)); }

    std::mt19937_64 dice_;
    boost::asio::io_context io_;
    scratch_directory scratch_;
    std::shared_ptr<simulated_clock> clock_ = std::make_shared<simulated_clock>();
    modelled_store store_{dice_};
    std::shared_ptr<writer_core> core_;
    int lives_ = 0;
    bool has_spool_ = false;
    bool has_good_disk_ = false;
    std::atomic<unsigned> file_calls_ = 0;
    std::vector<save_report> told_;  // by the writer, not looked at yet
    std::map<std::string, of_series> series_;
    std::vector<std::shared_ptr<boost::asio::cancellation_signal>> waits_;
    std::uint64_t waits_started_ = 0;
    std::uint64_t waits_ended_ = 0;
    std::uint64_t steps_ = 0;
    std::map<std::string, std::uint64_t> happened_;
    saver_threads savers_;
};

}  // namespace ddbsnap::test
