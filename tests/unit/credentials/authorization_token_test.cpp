#include "credentials/authorization_token.hpp"

#include "unit/credentials/container_exchange.hpp"

namespace ddbsnap {
namespace {

using namespace test;
using testing::HasSubstr;
using testing::IsEmpty;

class container_token : public container_exchange {};

TEST_F(container_token, the_token_file_goes_before_the_token_and_is_read_each_time) {
    machine.set(relative, "/x").set(token_variable, "hush-variable").set(file_variable, "/run/token");
    for (auto const* content : {"hush-1\n", "Bearer hush-2\r\n", "hush-3"}) {
        machine.file("/run/token", content);
        answer(200, good);
        EXPECT_TRUE(load());
    }
    machine.set(file_variable, " ");
    answer(200, good);
    EXPECT_TRUE(load());
    EXPECT_EQ(request(0).header("Authorization"), "hush-1");
    EXPECT_EQ(request(1).header("Authorization"), "Bearer hush-2");
    EXPECT_EQ(request(2).header("Authorization"), "hush-3");
    EXPECT_EQ(request(3).header("Authorization"), "hush-variable");
}

TEST_F(container_token, a_token_file_that_cannot_be_used_is_broken_and_nothing_is_sent) {
    machine.set(relative, "/x").set(file_variable, "/run/token").set(token_variable, "hush-other");
    EXPECT_THAT(broken(), HasSubstr("/run/token (AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE) cannot be read"));
    machine.unreadable("/run/token", "Permission denied");
    EXPECT_THAT(broken(), HasSubstr("Permission denied"));
    for (auto const* content : {"", "\n", "\r\n", "  "}) {
        machine.file("/run/token", content);
        EXPECT_THAT(broken(), HasSubstr("/run/token (AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE) is empty"));
    }
    for (auto const& content : {std::string("hush\r\nX-Evil: 1"), std::string("hush\nhush\n"),
                                std::string("hush\0", 5), std::string("hush\r"), std::string("hush\xff")}) {
        machine.file("/run/token", content);
        EXPECT_THAT(broken(), HasSubstr("holds characters that a header cannot have"));
    }
    machine.file("/run/token", std::string(1 << 20, 'x'));
    EXPECT_THAT(broken(), HasSubstr("too long"));
    EXPECT_THAT(net->connected, IsEmpty());
}

TEST_F(container_token, a_token_that_would_be_two_headers_is_broken_by_its_variables_name) {
    machine.set(relative, "/x").set(token_variable, "hush\r\nX-Evil: 1");
    EXPECT_EQ(broken(), "AWS_CONTAINER_AUTHORIZATION_TOKEN holds characters that a header cannot have");
    EXPECT_THAT(net->connected, IsEmpty());
}

}  // namespace
}  // namespace ddbsnap
