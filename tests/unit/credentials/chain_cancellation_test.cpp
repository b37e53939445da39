#include "support/fake_world.hpp"
#include "support/run_coro.hpp"
#include "support/scripted_stream.hpp"

#include <ddbsnap/aws_config.hpp>
#include <ddbsnap/credentials.hpp>

#include <future>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

// Reading files cannot be interrupted, so a cancellation that comes meanwhile must be heard right after.
class chain_cancellation : public testing::TestWithParam<char const*> {
   protected:
    chain_cancellation() {
        machine_.config(std::string("[default]\nregion = eu-west-1\n") + GetParam())
            .file("/token", "hush")
            .set("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")
            .set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r");
    }

    world outside() {
        auto w = machine_.outside();
        w.connector = std::make_shared<test::scripted_connector>(network_);
        w.read_file = [this, read = w.read_file](std::filesystem::path const& path) {
            begun_ = true;
            may_go_on_.wait();
            return read(path);
        };
        return w;
    }

    boost::asio::io_context loop_;
    support::fake_world machine_;
    test::stream_script network_;
    std::atomic<bool> begun_ = false;
    std::promise<void> cancelled_;
    std::shared_future<void> may_go_on_ = cancelled_.get_future().share();
};

TEST_P(chain_cancellation, is_heard_before_anything_is_sent) {
    auto const w = outside();
    aws_config config;
    config.profile = {"default", ""};
    auto const chain = default_credentials_chain(w, config);
    test::running<credentials> load(loop_, chain->load());
    while (!begun_) loop_.poll();
    load.cancel();
    cancelled_.set_value();
    auto const outcome = load.wait();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code(), errc::operation_aborted) << outcome.error().message();
    EXPECT_EQ(network_.connected, 0);
}

INSTANTIATE_TEST_SUITE_P(
    forms, chain_cancellation,
    testing::Values("",  // web identity of the environment
                    "role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = default\n"
                    "aws_access_key_id = A\naws_secret_access_key = hush\n",
                    "role_arn = arn:aws:iam::123456789012:role/x\n"
                    "web_identity_token_file = /token\n",
                    "credential_process = echo\n"));

}  // namespace
}  // namespace ddbsnap
