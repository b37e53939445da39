#pragma once

#include "core/time_text.hpp"
#include "credentials/imds_provider.hpp"
#include "support/fake_world.hpp"
#include "support/http_text.hpp"
#include "support/routed_connector.hpp"
#include "support/run_coro.hpp"
#include "support/scripted_stream.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::test {

inline constexpr auto ttl_header = "x-aws-ec2-metadata-token-ttl-seconds";
inline constexpr auto token_header = "x-aws-ec2-metadata-token";
inline constexpr auto list_path = "/latest/meta-data/iam/security-credentials/";
inline auto const start = *parse_iso8601("2026-11-23T10:00:00Z");

inline std::string document(std::string const& key, system_time expiration) {
    return fmt::format(
        R"({{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"{}","SecretAccessKey":"hush-secret",)"
        R"("Token":"hush-token","Expiration":"{}"}})",
        key, format_iso8601(expiration));
}

/// Providers that ask instance metadata which is a script.
class imds_exchange : public testing::Test {
   public:
    imds_exchange() {
        machine.now(start);
        renew();
    }

    /// Another provider, of the same world.
    void renew() {
        auto w = machine.outside();
        w.connector = net;
        w.random = [this] { return random; };
        provider = std::make_shared<imds_provider>(w, aws::profile_choice{"default", ""});
    }

    imds_exchange& answer(int status, std::string_view body, std::string_view headers = {}) {
        script.answers.push_back({{http_answer(status, body, headers)}, false});
        return *this;
    }
    imds_exchange& token(std::string const& value = "hush-session", int ttl = 21'600) {
        return answer(200, value, fmt::format("{}: {}\r\n", ttl_header, ttl));
    }
    imds_exchange& role(std::string_view name = "my-role") { return answer(200, name); }
    imds_exchange& keys(std::string const& id = "ASIAIMDS",
                        system_time until = start + std::chrono::hours(6)) {
        return answer(200, document(id, until));
    }

    result<credentials> load() {
        auto loaded = run_coro(io, provider->load());
        EXPECT_THAT(machine.log(), testing::Each(testing::Not(testing::HasSubstr("hush"))));
        EXPECT_THAT(script.answers, testing::IsEmpty());
        script.answers.clear();
        if (!loaded) {
            EXPECT_THAT(loaded.error().to_string(), testing::Not(testing::HasSubstr("hush")));
        }
        return loaded;
    }
    std::string key() {
        auto const loaded = load();
        return loaded ? loaded->access_key_id : loaded.error().message();
    }
    std::string broken(errc expected = errc::credentials_failed) {
        auto const loaded = load();
        if (loaded) return "it works";
        EXPECT_EQ(loaded.error().code(), expected) << loaded.error().message();
        return loaded.error().message();
    }
    std::string passes() { return broken(errc::credentials_not_configured); }

    received_request request(std::size_t i) const { return {script.requests.at(i), {}}; }
    /// Since the last call.
    std::vector<std::string> request_lines() {
        std::vector<std::string> lines;
        for (auto const& text : script.requests) lines.push_back(text.substr(0, text.find(" HTTP/1.1")));
        script.requests.clear();
        return lines;
    }

    double random = 0;
    boost::asio::io_context io;
    support::fake_world machine;
    stream_script script;
    std::shared_ptr<routed_connector> net =
        std::make_shared<routed_connector>(std::make_shared<scripted_connector>(script));
    std::shared_ptr<imds_provider> provider;
};

inline std::string const put_token = "PUT /latest/api/token";
inline std::string const get_list = "GET /latest/meta-data/iam/security-credentials/";
inline std::string const get_keys = "GET /latest/meta-data/iam/security-credentials/my-role";

}  // namespace ddbsnap::test
