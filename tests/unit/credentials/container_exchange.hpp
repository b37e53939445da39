#pragma once

#include "credentials/container_provider.hpp"
#include "support/fake_world.hpp"
#include "support/http_text.hpp"
#include "support/routed_connector.hpp"
#include "support/run_coro.hpp"
#include "support/scripted_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::test {

inline constexpr auto relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
inline constexpr auto full = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
inline constexpr auto token_variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
inline constexpr auto file_variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

inline constexpr auto good =
    R"({"AccessKeyId":"ASIACONT","SecretAccessKey":"hush-secret","Token":"hush-token",)"
    R"("Expiration":"2026-11-23T10:00:00Z","RoleArn":"arn:aws:iam::111122223333:role/r"})";

/// A container whose credential service is a script.
class container_exchange : public testing::Test {
   public:
    void answer(int status, std::string_view body, std::string_view headers = {}) {
        answer_raw({http_answer(status, body, headers)});
    }
    void answer_raw(std::vector<std::string> pieces, bool then_close = false) {
        script.answers.push_back({std::move(pieces), then_close});
    }

    world outside() {
        auto w = machine.outside();
        w.connector = net;
        w.random = [] { return 0.0; };
        return w;
    }

    result<credentials> load() {
        container_provider provider(outside());
        auto keys = run_coro(io, provider.load());
        EXPECT_THAT(machine.log(), testing::Each(testing::Not(testing::HasSubstr("hush"))));
        if (!keys) {
            EXPECT_THAT(keys.error().to_string(), testing::Not(testing::HasSubstr("hush")));
        }
        return keys;
    }

    /// What is broken.
    std::string broken(errc expected = errc::credentials_failed) {
        auto const keys = load();
        if (keys) return "it works";
        EXPECT_EQ(keys.error().code(), expected) << keys.error().message();
        return keys.error().message();
    }

    received_request request(std::size_t i) const { return {script.requests.at(i), {}}; }

    boost::asio::io_context io;
    support::fake_world machine;
    stream_script script;
    std::shared_ptr<routed_connector> net =
        std::make_shared<routed_connector>(std::make_shared<scripted_connector>(script));
};

}  // namespace ddbsnap::test
