#include "net/blocking.hpp"
#include "snapshot/blocking_file_store.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/this_coro.hpp>

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

system_time time_by(world const& outside) {
    if (outside.now) return outside.now();
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

failure cancelled() { return failure(errc::operation_aborted, "cancelled"); }

// Does `job(warnings&)` on the blocking thread and hands the warnings on where the caller runs.
template <class Job, class Answer = std::invoke_result_t<Job, warnings&>>
asio::awaitable<Answer> run(store_warning warn, Job job) {
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return cancelled();
    warnings passed_over;
    std::optional<Answer> answer;
    auto there = [&] { answer.emplace(job(passed_over)); };
    co_await net::run_job(there);
    if (warn)
        for (auto const& what : passed_over) warn(what);
    co_return *std::move(answer);
}

// Each operation holds what it works with, so that the store may go before its last operation has ended.
class file_store final : public snapshot_store {
   public:
    file_store(std::string directory, store_options options)
        : description_("file:" + directory),
          outside_(options.outside),
          warn_(std::move(options.warn)),
          work_(std::make_shared<blocking_file_store>(directory.empty() ? "." : directory,
                                                      std::move(options.time_zone),
                                                      std::move(options.outside), net::real_file_calls())) {}

    std::string describe() const override { return description_; }

    asio::awaitable<result<snapshot_info>> save(save_request request) override {
        auto job = [work = work_, request = std::move(request), now = time_by(outside_)](warnings&) {
            return work->save(request, now);
        };
        return run(warn_, std::move(job));
    }

    asio::awaitable<result<snapshot>> last(std::string series) override {
        auto job = [work = work_, series = std::move(series)](warnings& w) { return work->last(series, w); };
        return run(warn_, std::move(job));
    }

    asio::awaitable<result<snapshot>> get(std::string series, std::string name) override {
        auto job = [work = work_, series = std::move(series), name = std::move(name)](warnings& w) {
            return work->get(series, name, w);
        };
        return run(warn_, std::move(job));
    }

    asio::awaitable<result<snapshot>> get_at(std::string series, std::string name,
                                             system_time created) override {
        auto job = [work = work_, series = std::move(series), name = std::move(name), created](warnings&) {
            return work->get_at(series, name, created);
        };
        return run(warn_, std::move(job));
    }

    asio::awaitable<result<std::vector<snapshot_info>>> list(std::string series, std::size_t limit) override {
        auto job = [work = work_, series = std::move(series), limit](warnings& w) {
            return work->list(series, limit, w);
        };
        return run(warn_, std::move(job));
    }

    asio::awaitable<result<std::vector<snapshot_info>>> prune(std::string series, retention rule) override {
        return prune_with(work_, warn_, time_by(outside_), std::move(series), std::move(rule));
    }

   private:
    // File by file, so that progress is told, and cancelling is possible, between any two.
    static asio::awaitable<result<std::vector<snapshot_info>>> prune_with(
        std::shared_ptr<blocking_file_store> work, store_warning warn, system_time now, std::string series,
        retention rule) {
        auto find = [&](warnings& w) { return work->due(series, rule, now, w); };
        auto due = co_await run(warn, find);
        if (!due) co_return std::move(due).error();
        std::vector<snapshot_info> removed;
        for (std::size_t done = 0; done != due->size(); ++done) {
            auto const state = co_await asio::this_coro::cancellation_state;
            if (state.cancelled() != asio::cancellation_type::none) co_return cancelled();
            auto& old = (*due)[done];
            bool was_there = true;
            if (!rule.dry_run) {
                auto remove = [&](warnings&) { return work->remove(old.path); };
                auto const answer = co_await run(warn, remove);
                if (!answer) co_return answer.error();
                was_there = *answer;
            }
            if (was_there) removed.push_back(std::move(old.info));
            if (rule.progress) rule.progress(done + 1, due->size());
        }
        co_return removed;
    }

    std::string description_;
    world outside_;
    store_warning warn_;
    std::shared_ptr<blocking_file_store> work_;
};

}  // namespace

std::unique_ptr<snapshot_store> open_file_store(std::string directory, store_options options) {
    return std::make_unique<file_store>(std::move(directory), std::move(options));
}

}  // namespace ddbsnap
