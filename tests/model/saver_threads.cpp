#include "model/saver_threads.hpp"

#include <stdexcept>

namespace ddbsnap::test {

saver_threads::saver_threads(int threads, int series, std::uint64_t seed)
    : series_(series), round_(threads + 1), names_(static_cast<std::size_t>(threads)) {
    for (int i = 0; i != threads; ++i) threads_.emplace_back([this, i, seed] { work(i, seed); });
}

saver_threads::~saver_threads() {
    is_over_ = true;
    round_.arrive_and_wait();
    for (auto& t : threads_) t.join();
}

void saver_threads::begin(writer_core& core, int saves) {
    core_ = &core;
    saves_ = saves;
    busy_ = static_cast<int>(threads_.size());
    round_.arrive_and_wait();
}

void saver_threads::work(int number, std::uint64_t seed) {
    std::mt19937_64 dice(seed * 31 + static_cast<std::uint64_t>(number));
    std::uint64_t count = 0;
    for (;;) {
        round_.arrive_and_wait();
        if (is_over_) return;
        for (int i = 0; i != saves_; ++i)
            save_once(number, dice, names_[static_cast<std::size_t>(number)], count);
        --busy_;
        round_.arrive_and_wait();
    }
}

void saver_threads::save_once(int number, std::mt19937_64& dice, accepted_names& names,
                              std::uint64_t& count) {
    auto const threads = static_cast<std::uint64_t>(threads_.size());
    auto const n = dice() % static_cast<std::uint64_t>(series_);
    auto const series = n % 4 == 0 ? "shared-" + std::to_string(n)
                                   : "of-" + std::to_string(number) + "-" + std::to_string(n / threads);
    save_details details;
    details.name = std::to_string(number) + "-" + std::to_string(++count);
    auto const size = dice() % 20 == 0 ? dice() % 60'000 : dice() % 400;
    queued_snapshot::content body = std::string(size, 'x');
    if (dice() % 5 == 0) {
        bool const throws = dice() % 10 == 0;
        body = snapshot_producer([size, throws] {
            if (throws) throw std::runtime_error("no state");
            return std::string(size, 'p');
        });
    }
    auto const name = details.name;
    auto const index = core_->index_of(series).value();
    if (inside_++ != 0) ++contended_;
    auto const answer = core_->save(index, std::move(body), std::move(details));
    --inside_;
    if (answer.refused) {
        ++refused_;
        return;
    }
    ++accepted_;
    names[series].push_back(name);
}

std::vector<accepted_names> saver_threads::take_accepted() {
    std::vector<accepted_names> taken(names_.size());
    taken.swap(names_);
    return taken;
}

}  // namespace ddbsnap::test
