#include "credentials/profile_sources.hpp"
#include "support/source_fixture.hpp"

namespace ddbsnap {
namespace {

using testing::HasSubstr;
using testing::Not;

struct process_credentials_test : test::source_fixture {
    process_credentials_test() {
        machine.config(
            "[profile dev]\naws_account_id = 999988887777\ncredential_process = /opt/get --key hush\n");
        printed(R"({"Version":1,"AccessKeyId":"AKIDPROC","SecretAccessKey":"hush-s","SessionToken":"hush-t",)"
                R"("Expiration":"2026-11-23T12:00:01Z","AccountId":"111122223333"})");
    }
    void printed(std::string output, int code = 0, std::string complaint = {}) {
        processes->answer = net::process_outcome{code, std::move(output), std::move(complaint)};
    }
    result<credentials> ask() { return source_fixture::ask(process_credentials); }
    std::string problem() {
        auto const found = ask();
        EXPECT_FALSE(found);
        if (found) return {};
        EXPECT_EQ(found.error().code(), errc::credentials_failed);
        EXPECT_THAT(found.error().message(),
                    HasSubstr("profile dev in /home/u/.aws/config:3 (\"/opt/get\"): "));
        return found.error().message();
    }
};

TEST_F(process_credentials_test, the_keys_are_what_the_command_prints) {
    auto const found = ask();
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->access_key_id, "AKIDPROC");
    EXPECT_EQ(found->secret_access_key.reveal(), "hush-s");
    EXPECT_EQ(found->session_token.reveal(), "hush-t");
    EXPECT_EQ(found->expiration, parse_iso8601("2026-11-23T12:00:01Z"));
    EXPECT_EQ(found->account_id, "111122223333");
    EXPECT_EQ(found->source, "credential_process of profile dev in /home/u/.aws/config:3");
    ASSERT_EQ(processes->commands.size(), 1u);
    EXPECT_EQ(processes->commands[0].line, "/opt/get --key hush");
    EXPECT_EQ(processes->commands[0].time_limit, std::chrono::seconds(60));
    EXPECT_EQ(processes->commands[0].output_limit, 64'000u);
}

TEST_F(process_credentials_test, without_an_account_id_the_profiles_own_is_taken) {
    printed(R"({"Version":1,"AccessKeyId":"AKIDPROC","SecretAccessKey":"hush-s"})");
    auto const found = ask();
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->account_id, "999988887777");
    EXPECT_FALSE(found->expiration);
}

TEST_F(process_credentials_test, an_exit_code_is_reported_with_the_last_of_the_complaint) {
    printed("", 3, "starting\nno session\nlog in first\n");
    EXPECT_THAT(problem(), HasSubstr("it ended with exit code 3: no session log in first"));
}

TEST_F(process_credentials_test, a_complaint_that_repeats_the_output_is_left_out) {
    printed(R"({"SecretAccessKey":"hush-s"})", 1, "+ echo hush-s");
    EXPECT_THAT(problem(), testing::EndsWith("it ended with exit code 1"));
}

TEST_F(process_credentials_test, an_unusable_output_is_told_but_not_quoted) {
    printed("hush");
    EXPECT_THAT(problem(), HasSubstr("what it printed is unusable, malformed JSON at byte 0"));
    printed(R"({"Version":2,"AccessKeyId":"A","SecretAccessKey":"hush"})");
    EXPECT_THAT(problem(), HasSubstr("its Version is 2"));
    printed("", 0, "the vault is locked");
    EXPECT_THAT(problem(), HasSubstr("it printed nothing: the vault is locked"));
}

TEST_F(process_credentials_test, keys_that_have_ended_are_given_with_a_warning) {
    machine.now(noon + std::chrono::seconds(1));
    EXPECT_TRUE(ask());
    EXPECT_THAT(machine.log(),
                testing::Contains(HasSubstr("its keys are expired, since 2026-11-23T12:00:01Z")));
}

TEST_F(process_credentials_test, what_the_runner_says_keeps_its_code_and_gets_the_place) {
    processes->answer = failure(errc::timeout, "it did not end within 60 s");
    auto const found = ask();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::timeout);
    EXPECT_EQ(
        found.error().message(),
        "credential_process of profile dev in /home/u/.aws/config:3 (\"/opt/get\"): it did not end within "
        "60 s");
    EXPECT_EQ(found.error().details().next_step, "run the command by hand to see why");
}

TEST_F(process_credentials_test, a_real_command_is_run_by_a_shell) {
    machine.config(
        "[profile dev]\ncredential_process = printf '{\"Version\":1,\"AccessKeyId\":\"A\",'; "
        "echo '\"SecretAccessKey\":\"hush\"}'\n");
    real_processes = net::make_process_runner();
    auto const found = ask();
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->secret_access_key.reveal(), "hush");
}

}  // namespace
}  // namespace ddbsnap
