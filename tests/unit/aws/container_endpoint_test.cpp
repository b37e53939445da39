#include "aws/container_endpoint.hpp"

#include "support/fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using support::fake_world;
using testing::HasSubstr;
using testing::Not;

constexpr auto relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr auto full = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

/// "SCHEME AUTHORITY TARGET" of what is to be asked.
std::string asked(fake_world const& w) {
    auto const endpoint = container_endpoint_of(w.outside());
    if (!endpoint) return endpoint.error().message();
    return endpoint->address.scheme + " " + endpoint->address.authority() + " " + endpoint->target;
}

TEST(container_endpoint, without_a_variable_it_is_not_configured) {
    for (auto const* blank : {"", "  "}) {
        auto const endpoint =
            container_endpoint_of(fake_world().set(relative, blank).set(full, blank).outside());
        ASSERT_FALSE(endpoint);
        EXPECT_EQ(endpoint.error().code(), errc::credentials_not_configured);
        EXPECT_EQ(endpoint.error().message(),
                  std::string("neither ") + relative + " nor " + full + " is set");
    }
}

TEST(container_endpoint, a_relative_path_is_below_the_address_of_ecs_and_keeps_its_query) {
    EXPECT_EQ(asked(fake_world().set(relative, "/v2/credentials/1-2?a=b&c=/%20")),
              "http 169.254.170.2 /v2/credentials/1-2?a=b&c=/%20");
    EXPECT_EQ(asked(fake_world().set(relative, "//evil/x")), "http 169.254.170.2 //evil/x");
    EXPECT_EQ(asked(fake_world().set(relative, "/@evil/x")), "http 169.254.170.2 /@evil/x");
}

TEST(container_endpoint, the_relative_path_wins_unless_it_is_blank) {
    fake_world w;
    w.set(full, "https://example.com/x").set(relative, "/r");
    EXPECT_EQ(asked(w), "http 169.254.170.2 /r");
    EXPECT_EQ(asked(w.set(relative, " ")), "https example.com /x");
}

TEST(container_endpoint, a_full_url_is_taken_as_it_is) {
    std::pair<char const*, char const*> const rows[] = {
        {"http://169.254.170.23/v1/credentials", "http 169.254.170.23 /v1/credentials"},
        {"http://[fd00:ec2::23]/v1/credentials", "http [fd00:ec2::23] /v1/credentials"},
        {"http://LOCALHOST:8080/x?y=z?", "http localhost:8080 /x?y=z?"},
        {"https://example.com?q=1", "https example.com /?q=1"},
        {"https://example.com:8443/?u=http://[::1]/", "https example.com:8443 /?u=http://[::1]/"},
        {" http://127.0.0.1/ ", "http 127.0.0.1 /"},
    };
    for (auto const& [text, expected] : rows) EXPECT_EQ(asked(fake_world().set(full, text)), expected);
}

TEST(container_endpoint, what_cannot_be_asked_is_refused_by_the_variables_name_alone) {
    std::pair<char const*, char const*> const rows[] = {
        {relative, "hush"},
        {relative, "@evil.example.com/hush"},
        {relative, ":80/hush"},
        {relative, ".evil.example.com/hush"},
        {relative, "/hush#x"},
        {relative, "/hush?a#x"},
        {relative, "/hush x"},
        {relative, "/hush\r\nX-Evil: 1"},
        {relative, "/hush?a=\r\nX-Evil: 1"},
        {relative, "/hush?\\"},
        {relative, "/hush\xc3\xa9"},
        {full, "hush"},
        {full, "ftp://hush.example.com/"},
        {full, "/hush"},
        {full, "http://"},
        {full, "http:///hush"},
        {full, "http://user:hush@127.0.0.1/"},
        {full, "http://127.0.0.1#@hush/"},
        {full, "http://127.0.0.1\\@hush/"},
        {full, "http://fd00:ec2::23/hush"},
        {full, "http://[hush]/"},
        {full, "http://127.0.0.1:99999/hush"},
        {full, "http://127.0.0.1/hush\x01"},
    };
    for (auto const& [variable, value] : rows) {
        auto const endpoint = container_endpoint_of(fake_world().set(variable, value).outside());
        ASSERT_FALSE(endpoint) << value;
        EXPECT_EQ(endpoint.error().code(), errc::invalid_configuration) << value;
        EXPECT_THAT(endpoint.error().message(), HasSubstr(variable));
        EXPECT_THAT(endpoint.error().to_string(), Not(HasSubstr("hush")));
    }
}

TEST(container_endpoint, loopback_and_the_services_of_ecs_and_eks_are_allowed) {
    for (auto const* address :
         {"127.0.0.1", "127.0.0.0", "127.255.255.255", "::1", "0:0:0:0:0:0:0:1",
          "0000:0000:0000:0000:0000:0000:0000:0001", "169.254.170.2", "169.254.170.23", "fd00:ec2::23",
          "FD00:EC2:0:0::23", "fd00:0ec2:0000:0000:0000:0000:0000:0023", "fd00:ec2::0.0.0.35",
          "::ffff:127.0.0.1", "::ffff:7f00:1", "0:0:0:0:0:FFFF:169.254.170.2", "::ffff:a9fe:aa17"})
        EXPECT_TRUE(is_allowed_container_address(address)) << address;
}

TEST(container_endpoint, nothing_else_is) {
    for (std::string_view const address : {"128.0.0.1",
                                           "126.255.255.255",
                                           "0.0.0.0",
                                           "10.0.0.1",
                                           "169.254.169.254",
                                           "169.254.170.1",
                                           "169.254.170.3",
                                           "169.254.170.24",
                                           "8.8.8.8",
                                           "::",
                                           "::2",
                                           "fd00:ec2::254",
                                           "fd00:ec2::24",
                                           "fd00:ec2:0:1::23",
                                           "fe80::1",
                                           "::ffff:8.8.8.8",
                                           "::127.0.0.1",
                                           "64:ff9b::127.0.0.1",
                                           "",
                                           " ",
                                           "localhost",
                                           "127.1",
                                           "0x7f000001",
                                           "2130706433",
                                           "0177.0.0.1",
                                           "127.0.0.1.",
                                           " 127.0.0.1",
                                           "[::1]",
                                           "::1%lo",
                                           "127.0.0.1:80",
                                           "fd00:ec2::23/128"})
        EXPECT_FALSE(is_allowed_container_address(address)) << address;
    EXPECT_FALSE(is_allowed_container_address(std::string_view("127.0.0.1\0x", 11)));
    EXPECT_FALSE(is_allowed_container_address(std::string(1 << 20, ':')));
}

}  // namespace
}  // namespace ddbsnap::aws
