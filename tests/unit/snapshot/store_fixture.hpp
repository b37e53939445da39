#pragma once

#include "snapshot/dynamodb_store.hpp"
#include "support/client_fixture.hpp"
#include "support/fake_table.hpp"

#include <random>

namespace ddbsnap::test {

/// A DynamoDB store over a fake table, without second attempts.
struct store_fixture : client_fixture {
    store_fixture() {
        options.max_attempts = 1;
        settings.outside = options.outside;
        settings.warn = [this](std::string const& what) { warnings.push_back(what); };
        serve({});
        server->behave(table.serve());
        reopen();
    }

    /// As a process does that starts anew.
    void reopen() {
        settings.outside.now = [this] { return clock; };
        auto made = dynamodb_client::open(io.get_executor(), options).value();
        store = make_dynamodb_store("T", std::move(made), {}, settings);
    }

    template <class T>
    result<T> run(boost::asio::awaitable<result<T>> operation) {
        return run_coro(io, std::move(operation));
    }
    save_all_output save_together(std::vector<save_request> const& requests) {
        auto wrapped = [](snapshot_store& s, std::span<save_request const> r)
            -> boost::asio::awaitable<result<save_all_output>> { co_return co_await s.save_all(r); };
        return run(wrapped(*store, requests)).value();
    }

    static save_request request(std::string series, std::string name, std::string body) {
        save_request r;
        r.series = std::move(series);
        r.name = std::move(name);
        r.body = std::move(body);
        return r;
    }

    /// Bytes that nothing makes smaller.
    static std::string noise(std::size_t size, std::string_view of = "") {
        std::minstd_rand random(static_cast<unsigned>(std::hash<std::string_view>()(of)));
        std::string bytes(size, '\0');
        for (auto& c : bytes) c = static_cast<char>(random() >> 8);
        return bytes;
    }
    static save_request large_request(std::string name = "large", std::size_t size = 1'000'000) {
        auto const body = noise(size, name);
        auto r = request("s", std::move(name), body);
        r.kind = body_kind::binary;
        r.created = now;
        return r;
    }

    system_time clock = now;
    fake_table table;
    store_options settings;
    std::vector<std::string> warnings;
    std::unique_ptr<snapshot_store> store;
};

}  // namespace ddbsnap::test
