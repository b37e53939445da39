#pragma once

#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ddbsnap::test {

/// A store whose answers the test gives, when it likes.
class puppet_store final : public snapshot_store {
   public:
    /// A call of save_all() that was made.
    struct call {
        explicit call(boost::asio::any_io_executor const& e) : answered(e, steady_time::max()) {}

        std::vector<save_request> requests;
        std::optional<save_all_output> output;
        boost::asio::steady_timer answered;
        bool was_cancelled = false;

        void answer(save_all_output with) {
            with.requests = 1;
            output = std::move(with);
            answered.cancel();
        }
        void succeed() {
            save_all_output all;
            for (auto const& r : requests) all.snapshots.emplace_back(save_receipt{info_of(r)});
            answer(std::move(all));
        }
        void fail(failure const& f) {
            save_all_output all;
            for (std::size_t i = 0; i != requests.size(); ++i) all.snapshots.emplace_back(f);
            answer(std::move(all));
        }
    };

    /// Calls that have not been answered, and all there were.
    std::vector<std::shared_ptr<call>> open;
    std::vector<std::shared_ptr<call>> calls;
    /// What last() gives; not_found for other series.
    std::map<std::string, result<snapshot>> newest;

    std::string describe() const override { return "the test's store"; }

    boost::asio::awaitable<save_all_output> save_all(std::span<save_request const> requests) override {
        auto const executor = co_await boost::asio::this_coro::executor;
        auto const c = std::make_shared<call>(executor);
        c->requests.assign(requests.begin(), requests.end());
        open.push_back(c);
        calls.push_back(c);
        boost::system::error_code ec;
        co_await c->answered.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
        std::erase(open, c);
        if (c->output) co_return *c->output;
        c->was_cancelled = true;
        c->fail(failure(errc::operation_aborted, "cancelled"));
        co_return *c->output;
    }
    boost::asio::awaitable<result<snapshot>> last(std::string series) override {
        auto const found = newest.find(series);
        if (found != newest.end()) co_return found->second;
        co_return failure(errc::not_found, "no snapshot of " + series);
    }

    // What a writer does not ask for.
    boost::asio::awaitable<result<snapshot_info>> save(save_request) override {
        co_return failure(errc::not_supported, "save");
    }
    boost::asio::awaitable<result<snapshot>> get(std::string, std::string) override {
        co_return failure(errc::not_supported, "get");
    }
    boost::asio::awaitable<result<std::vector<snapshot_info>>> list(std::string, std::size_t) override {
        co_return failure(errc::not_supported, "list");
    }
    boost::asio::awaitable<result<std::vector<snapshot_info>>> prune(std::string, retention) override {
        co_return failure(errc::not_supported, "prune");
    }

    static snapshot_info info_of(save_request const& r) {
        snapshot_info info;
        info.series = r.series;
        info.name = r.name;
        info.created = r.created.value_or(system_time{});
        info.size = r.body.size();
        info.kind = r.kind;
        return info;
    }
};

}  // namespace ddbsnap::test
