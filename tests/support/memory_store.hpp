#pragma once

#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ddbsnap::test {

/// A store of one series in memory, which takes a turn of the loop for each call as a real one would. What it
/// is asked for is told to `before`, which can let it fail.
class memory_store : public snapshot_store {
   public:
    enum class call { list, last, get_at, save };

    std::vector<snapshot> held;
    std::function<std::optional<failure>(call, std::string const& name)> before;
    std::function<void(snapshot&)> on_stored = [](snapshot&) {};
    std::string description = "memory";

    /// Puts one there as if it had been saved.
    memory_store& with(std::string name, std::int64_t created_ms, std::string body) {
        snapshot s;
        s.name = std::move(name);
        s.created = system_time(std::chrono::milliseconds(created_ms));
        s.size = body.size();
        s.body = std::move(body);
        held.push_back(std::move(s));
        return *this;
    }

    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (auto const& s : held) all.push_back(s.name);
        return all;
    }

    std::string describe() const override { return description; }

    boost::asio::awaitable<result<snapshot_info>> save(save_request r) override {
        co_await turn();
        if (auto f = failing(call::save, r.name)) co_return *f;
        snapshot s;
        s.series = r.series;
        s.name = r.name;
        s.created = r.created.value_or(system_time());
        s.kind = r.kind;
        s.size = r.body.size();
        s.body = r.body;
        if (r.ttl) s.expires = now + *r.ttl;
        on_stored(s);
        held.push_back(s);
        co_return snapshot_info(s);
    }

    boost::asio::awaitable<result<snapshot>> last(std::string) override {
        co_await turn();
        if (auto f = failing(call::last, "")) co_return *f;
        if (held.empty()) co_return failure(errc::not_found, "empty");
        co_return *std::max_element(held.begin(), held.end(),
                                    [](auto& a, auto& b) { return a.created < b.created; });
    }

    boost::asio::awaitable<result<snapshot>> get(std::string, std::string name) override {
        for (auto at = held.rbegin(); at != held.rend(); ++at)
            if (at->name == name) co_return *at;
        co_return failure(errc::not_found, "not there");
    }

    boost::asio::awaitable<result<snapshot>> get_at(std::string, std::string name,
                                                    system_time created) override {
        co_await turn();
        if (auto f = failing(call::get_at, name)) co_return *f;
        for (auto const& s : held)
            if (s.name == name && s.created == created) co_return s;
        co_return failure(errc::not_found, "not there");
    }

    boost::asio::awaitable<result<std::vector<snapshot_info>>> list(std::string, std::size_t limit) override {
        co_await turn();
        if (auto f = failing(call::list, "")) co_return *f;
        std::vector<snapshot_info> found(held.begin(), held.end());
        std::stable_sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.created > b.created; });
        if (found.size() > limit) found.resize(limit);
        co_return found;
    }

    boost::asio::awaitable<result<std::vector<snapshot_info>>> prune(std::string, retention) override {
        co_return failure(errc::not_supported, "a store for tests");
    }

    system_time now{};

   private:
    static boost::asio::awaitable<void> turn() {
        auto const executor = co_await boost::asio::this_coro::executor;
        co_await boost::asio::post(executor, boost::asio::use_awaitable);
    }
    std::optional<failure> failing(call what, std::string const& name) {
        return before ? before(what, name) : std::nullopt;
    }
};

}  // namespace ddbsnap::test
