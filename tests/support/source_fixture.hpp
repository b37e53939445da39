#pragma once

#include "aws/config_settings.hpp"
#include "core/time_text.hpp"
#include "net/process_runner.hpp"
#include "support/fake_world.hpp"
#include "support/http_text.hpp"
#include "support/run_coro.hpp"
#include "support/scripted_stream.hpp"

#include <ddbsnap/credentials.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>

namespace ddbsnap::test {

/// Answers without running anything.
class scripted_processes final : public net::process_runner {
   public:
    boost::asio::awaitable<result<net::process_outcome>> run(net::process_command command) override {
        commands.push_back(std::move(command));
        co_return answer;
    }

    std::vector<net::process_command> commands;
    result<net::process_outcome> answer = net::process_outcome{};
};

/// The profile dev of a machine whose clock stands at noon, and a network whose answers are scripted. At the
/// end, logs are searched for secrets: they have "hush" in them.
struct source_fixture : testing::Test {
    source_fixture() { machine.now(noon); }
    ~source_fixture() override {
        for (auto const& line : machine.log()) EXPECT_THAT(line, testing::Not(testing::HasSubstr("hush")));
        EXPECT_EQ(network.open_streams, 0);
    }

    world outside() {
        auto w = machine.outside();
        w.connector = connector;
        w.processes = processes;
        if (real_processes) w.processes = real_processes;
        w.random = [] { return 0.0; };
        return w;
    }

    /// Asks one form of the profile for its keys. A failure is searched for secrets.
    template <class Form>
    result<credentials> ask(Form form) {
        auto const here = outside();
        auto const files = aws::read_shared_files(here).value();
        aws::config_settings const profile(here, files, "dev");
        boost::asio::io_context io;
        auto found = run_coro(io, form(here, profile));
        auto const said = found ? std::string() : found.error().to_string();
        EXPECT_THAT(said, testing::Not(testing::HasSubstr("hush")));
        return found;
    }

    void answer(int status, std::string_view body, std::string_view headers = {}) {
        network.answers.push_back({{http_answer(status, body, headers)}});
    }
    std::string request(std::size_t n = 0) const {
        return n < network.requests.size() ? network.requests[n] : "(there was no such request)";
    }

    static inline system_time const noon = *parse_iso8601("2026-11-23T12:00:00Z");

    support::fake_world machine;
    stream_script network;
    std::shared_ptr<scripted_connector> connector = std::make_shared<scripted_connector>(network);
    std::shared_ptr<scripted_processes> processes = std::make_shared<scripted_processes>();
    std::shared_ptr<net::process_runner> real_processes;  ///< in place of the scripted ones
};

}  // namespace ddbsnap::test
