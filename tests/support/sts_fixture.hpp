#pragma once

#include "support/fake_world.hpp"
#include "support/http_text.hpp"
#include "support/run_awaitable.hpp"
#include "support/scripted_stream.hpp"

#include <ddbsnap/credentials.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

namespace ddbsnap::test {

/// Says where connections go, and opens them on a script.
class noting_connector final : public net::stream_connector {
   public:
    noting_connector(stream_script& script, std::vector<std::string>& asked, bool const& unreachable)
        : to_(script), asked_(asked), unreachable_(unreachable) {}

    boost::asio::awaitable<result<std::unique_ptr<net::byte_stream>>> connect(net::origin const& to,
                                                                              steady_time deadline) override {
        asked_.push_back((to.tls ? "https://" : "http://") + to.to_string());
        if (unreachable_) co_return failure(errc::connect_failed, "nobody there");
        co_return co_await to_.connect(to, deadline);
    }
    boost::asio::awaitable<result<std::vector<std::string>>> addresses_of(net::origin const& of,
                                                                          steady_time deadline) override {
        return to_.addresses_of(of, deadline);
    }

   private:
    scripted_connector to_;
    std::vector<std::string>& asked_;
    bool const& unreachable_;
};

/// A machine, and an STS that answers what it is told to. It is 2026-01-02T03:04:05Z there. After each test,
/// what was logged is searched for "hush".
struct sts_fixture : testing::Test {
    support::fake_world machine;
    stream_script script;
    std::vector<std::string> origins;  ///< whom connections were opened to
    bool unreachable = false;

    sts_fixture() { machine.now(system_time(std::chrono::milliseconds(1'767'323'045'000))); }
    ~sts_fixture() override {
        EXPECT_THAT(machine.log(), testing::Each(testing::Not(testing::HasSubstr("hush"))));
    }

    world outside() {
        auto w = machine.outside();
        w.connector = std::make_shared<noting_connector>(script, origins, unreachable);
        w.random = [] { return 0.0; };
        return w;
    }

    static std::string keys_xml(std::string const& name) {
        return fmt::format(
            "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>"
            "<AssumedRoleUser><AssumedRoleId>X:y</AssumedRoleId>"
            "<Arn>arn:aws:sts::123456789012:assumed-role/{0}/y</Arn></AssumedRoleUser>"
            "<Credentials><AccessKeyId>ASIA{0}</AccessKeyId><SecretAccessKey>hush-{0}</SecretAccessKey>"
            "<SessionToken>hush-token-{0}</SessionToken><Expiration>2026-01-02T04:04:05Z</Expiration>"
            "</Credentials></AssumeRoleResult></AssumeRoleResponse>",
            name);
    }
    static std::string error_xml(std::string const& code, std::string const& message) {
        return fmt::format(
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
            "<Type>Sender</Type><Code>{}</Code><Message>{}</Message></Error>"
            "<RequestId>REQUEST-7</RequestId></ErrorResponse>",
            code, message);
    }

    void answer(int status, std::string const& body, std::string_view headers = {}) {
        script.answers.push_back({{http_answer(status, body, headers)}});
    }
    void give_keys(std::string const& name) { answer(200, keys_xml(name)); }
    void refuse(int status, std::string const& code, std::string const& message = "no") {
        answer(status, error_xml(code, message));
    }

    received_request request(std::size_t index) const {
        auto const& text = script.requests.at(index);
        auto const end = text.find("\r\n\r\n");
        return {text.substr(0, end + 4), text.substr(end + 4)};
    }
};

/// What a failure says, after a search for secrets.
inline std::string said(result<credentials> const& answered) {
    if (answered) return "keys of " + answered->source;
    auto text = answered.error().to_string();
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("hush")));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("\n")));
    return text;
}

}  // namespace ddbsnap::test
