#pragma once

#include "snapshot/writer_core.hpp"

#include <barrier>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace ddbsnap::test {

/// What one thread saved, by series: names in the order of acceptance.
using accepted_names = std::map<std::string, std::vector<std::string>>;

/// Threads that save at the same time, round by round; between two rounds they stand still. Most series
/// belong to one thread, so that their order is known; some are everybody's.
class saver_threads {
   public:
    saver_threads(int threads, int series, std::uint64_t seed);
    ~saver_threads();

    /// One round: each thread saves so many times, while `meanwhile()` is called again and again here.
    template <class Meanwhile>
    void run(writer_core& core, int saves, Meanwhile meanwhile) {
        begin(core, saves);
        while (busy_ != 0) meanwhile();
        end();
    }

    /// Of a finished round and those before. Empties what it gives.
    std::vector<accepted_names> take_accepted();
    std::uint64_t accepted() const { return accepted_; }
    std::uint64_t refused() const { return refused_; }
    std::uint64_t contended() const { return contended_; }

   private:
    void begin(writer_core& core, int saves);
    void end() { round_.arrive_and_wait(); }
    void work(int number, std::uint64_t seed);
    void save_once(int number, std::mt19937_64& dice, accepted_names& names, std::uint64_t& count);

    int series_;
    std::barrier<> round_;
    std::atomic<int> busy_ = 0;
    std::atomic<bool> is_over_ = false;
    writer_core* core_ = nullptr;
    int saves_ = 0;
    std::vector<accepted_names> names_;
    std::atomic<std::uint64_t> accepted_ = 0;
    std::atomic<std::uint64_t> refused_ = 0;
    std::atomic<std::uint64_t> contended_ = 0;
    std::atomic<int> inside_ = 0;
    std::vector<std::thread> threads_;
};

/// What a series that belongs to nobody is called like.
inline bool is_shared(std::string const& series) { return series.starts_with("shared"); }

}  // namespace ddbsnap::test
