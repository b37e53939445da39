#include "credentials/imds_provider.hpp"

#include "unit/credentials/imds_exchange.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class imds_provider_loads : public imds_exchange {};

TEST_F(imds_provider_loads, gets_a_token_then_the_role_then_its_keys) {
    token().role().keys();
    auto const loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_EQ(loaded->access_key_id, "ASIAIMDS");
    EXPECT_EQ(loaded->secret_access_key.reveal(), "hush-secret");
    EXPECT_EQ(loaded->session_token.reveal(), "hush-token");
    EXPECT_EQ(loaded->expiration, start + 6h);
    EXPECT_EQ(loaded->source, "IMDS role my-role");
    EXPECT_EQ(request(0).header(ttl_header), "21600");
    EXPECT_EQ(request(0).header("Content-Length"), "0");
    EXPECT_EQ(request(0).header(token_header), std::nullopt);
    EXPECT_EQ(request(0).header("Host"), "169.254.169.254");
    EXPECT_EQ(request(1).header(token_header), "hush-session");
    EXPECT_EQ(request(2).header(token_header), "hush-session");
    EXPECT_THAT(request_lines(), ElementsAre(put_token, get_list, get_keys));
    EXPECT_THAT(net->connected, ElementsAre("169.254.169.254:80"));
}

TEST_F(imds_provider_loads, passes_where_it_is_disabled_and_sends_nothing) {
    machine.set("AWS_EC2_METADATA_DISABLED", "True");
    EXPECT_THAT(passes(), HasSubstr("disabled (AWS_EC2_METADATA_DISABLED)"));
    EXPECT_THAT(net->connected, IsEmpty());
}

TEST_F(imds_provider_loads, a_setting_that_cannot_be_meant_is_broken) {
    machine.set("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv5");
    EXPECT_THAT(broken(errc::invalid_configuration), HasSubstr("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"));
}

TEST_F(imds_provider_loads, passes_where_the_instance_has_no_role) {
    token().answer(404, "");
    EXPECT_THAT(passes(), HasSubstr("the instance has no role"));
    answer(200, "");
    EXPECT_THAT(passes(), HasSubstr("the instance has no role"));
    answer(200, "\n");
    EXPECT_THAT(passes(), HasSubstr("the instance has no role"));
}

TEST_F(imds_provider_loads, a_role_is_the_first_line_and_one_segment_of_the_path) {
    token().role(" a/b?c \r\nother\r\n").keys();
    auto const loaded = load();
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->source, "IMDS role a/b?c");
    EXPECT_EQ(request_lines().back(), std::string("GET ") + list_path + "a%2Fb%3Fc");
}

TEST_F(imds_provider_loads, a_role_that_can_be_no_name_is_broken) {
    token().role("hush\x01");
    EXPECT_THAT(broken(), HasSubstr("control characters"));
    role(std::string(1'000, 'h'));
    EXPECT_THAT(broken(), HasSubstr("too long"));
    role(std::string(10 << 20, 'h'));
    broken(errc::response_too_large);
}

TEST_F(imds_provider_loads, answers_that_are_no_keys_are_broken) {
    token().role().answer(200, "<html>hush</html>");
    EXPECT_THAT(broken(), HasSubstr("keys of role my-role"));
    role().answer(200, R"({"Code":"Success"})");
    EXPECT_THAT(broken(), HasSubstr("AccessKeyId of the credential document is missing"));
    role().answer(403, R"({"Code":"Denied","Message":"not with hush-session"})");
    EXPECT_THAT(broken(), testing::EndsWith("answered HTTP 403 (Denied)"));
    role().answer(302, document("EVIL", start), "Location: http://192.0.2.1/\r\n");
    EXPECT_THAT(broken(), HasSubstr("redirects are not followed"));
    role().answer(500, "").answer(500, "").answer(500, "");
    EXPECT_THAT(broken(), HasSubstr("HTTP 500"));
    answer(403, "");
    EXPECT_THAT(broken(), HasSubstr("asking for the role"));
    EXPECT_THAT(net->connected, Each(std::string("169.254.169.254:80")));
}

TEST_F(imds_provider_loads,
       a_role_that_may_not_be_assumed_is_a_matter_of_configuration_and_other_codes_are_not) {
    token().role().answer(200, R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume it"})");
    EXPECT_THAT(broken(errc::invalid_configuration),
                testing::EndsWith("AssumeRoleUnauthorizedAccess: EC2 cannot assume it"));
    role().answer(200, R"({"Code":"InternalServiceException","Message":"hush-session"})");
    EXPECT_THAT(broken(), testing::EndsWith("InternalServiceException"));
}

TEST_F(imds_provider_loads, a_role_is_remembered_until_it_is_gone) {
    token().role().keys("A");
    EXPECT_EQ(key(), "A");
    answer(404, "").role("other").keys("B");
    EXPECT_EQ(key(), "B");
    EXPECT_THAT(request_lines(), ElementsAre(put_token, get_list, get_keys, get_keys, get_list,
                                             std::string("GET ") + list_path + "other"));
    renew();
    token().role().answer(404, "");
    EXPECT_THAT(broken(), HasSubstr("keys of role my-role"));
    role().keys("C");
    EXPECT_EQ(key(), "C");
}

TEST_F(imds_provider_loads, keys_that_came_past_their_end_are_used_ten_to_fifteen_minutes_more) {
    for (auto const& [part, expected] :
         {std::pair{0.0, 600s}, std::pair{0.5, 750s}, std::pair{0.999, 899s}}) {
        renew();
        random = part;
        token().role().keys("A", start - 1h);
        auto const loaded = load();
        ASSERT_TRUE(loaded);
        EXPECT_EQ(loaded->expiration, start + expected);
        EXPECT_THAT(machine.log().back(), StartsWith("warning: IMDS role my-role: the keys ended at"));
    }
}

TEST_F(imds_provider_loads, keys_that_were_had_outlive_every_failure) {
    token().role().keys("A");
    EXPECT_EQ(key(), "A");
    machine.now(start + 5h);
    answer(500, "").answer(500, "");
    script.answers.push_back({{http_answer(500, "", "Connection: close\r\n")}, true});
    auto loaded = load();
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->access_key_id, "A");
    EXPECT_EQ(loaded->expiration, start + 6h);
    EXPECT_THAT(machine.log(), Contains(StartsWith("warning: no new keys from instance metadata")));

    machine.now(start + 7h);  // the session token has ended too
    net->refused["169.254.169.254"] = errc::timeout;
    loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_EQ(loaded->access_key_id, "A");
    EXPECT_EQ(loaded->expiration, start + 7h + 600s);

    net->refused.clear();
    token().answer(404, "").answer(404, "");
    EXPECT_EQ(key(), "A");
    role().answer(200, R"({"Code":"AssumeRoleUnauthorizedAccess"})");
    EXPECT_EQ(key(), "A");
    role().keys("B", start + 12h);
    EXPECT_EQ(key(), "B");
}

TEST_F(imds_provider_loads, disabling_it_ends_the_keys_that_were_had) {
    token().role().keys("A");
    EXPECT_EQ(key(), "A");
    machine.set("AWS_EC2_METADATA_DISABLED", "true");
    passes();
}

TEST_F(imds_provider_loads, can_be_cancelled_at_every_step_even_with_keys_that_were_had) {
    for (int step = 0;; ++step) {
        script = {};
        renew();
        token().role().keys("A");
        EXPECT_EQ(key(), "A");
        machine.now(machine.outside().now() + 7h);
        script.steps = 0;
        script.hang_at = step;
        token().keys("B", start + 1000h);
        test::running<credentials> loading(io, provider->load());
        bool hangs = false;
        script.when_hanging = [&] { hangs = true; };
        test::run_until(io, [&] { return hangs || loading.is_done(); });
        loading.cancel();
        auto const loaded = loading.wait();
        if (loaded) {
            EXPECT_EQ(loaded->access_key_id, "B");
            EXPECT_GT(step, 3);
            break;
        }
        EXPECT_EQ(loaded.error().code(), errc::operation_aborted) << step;
    }
}

TEST_F(imds_provider_loads, can_be_loaded_twice_at_once) {
    // The two take turns as their threads do.
    script.answer_to = [](std::string const& request) -> scripted_answer {
        if (request.starts_with(put_token))
            return {{http_answer(200, "hush-session", fmt::format("{}: 60\r\n", ttl_header))}, false};
        if (request.starts_with(get_keys))
            return {{http_answer(200, document("ASIAIMDS", start + 6h))}, false};
        return {{http_answer(200, "my-role")}, false};
    };
    test::running<credentials> first(io, provider->load()), second(io, provider->load());
    EXPECT_TRUE(first.wait());
    EXPECT_TRUE(second.wait());
}

}  // namespace
}  // namespace ddbsnap
