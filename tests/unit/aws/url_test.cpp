#include "aws/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using testing::HasSubstr;
using testing::Not;

struct good {
    char const* text;
    char const* scheme;
    char const* host;
    int port;
    char const* path;
    char const* authority;
};

TEST(url, is_taken_apart) {
    good const rows[] = {
        {"http://localhost:8000", "http", "localhost", 8000, "/", "localhost:8000"},
        {"https://dynamodb.eu-west-1.amazonaws.com", "https", "dynamodb.eu-west-1.amazonaws.com", 443, "/",
         "dynamodb.eu-west-1.amazonaws.com"},
        {"http://h", "http", "h", 80, "/", "h"},
        {"http://h:80/", "http", "h", 80, "/", "h"},
        {"https://h:80", "https", "h", 80, "/", "h:80"},
        {"https://h:443/a/b/", "https", "h", 443, "/a/b/", "h"},
        {"HTTPS://Host.Example/Path", "https", "host.example", 443, "/Path", "host.example"},
        {"http://127.0.0.1:1", "http", "127.0.0.1", 1, "/", "127.0.0.1:1"},
        {"http://[::1]:8000/x", "http", "::1", 8000, "/x", "[::1]:8000"},
        {"https://[FD00:ec2::23]", "https", "fd00:ec2::23", 443, "/", "[fd00:ec2::23]"},
        {"http://dynamodb_local:65535", "http", "dynamodb_local", 65535, "/", "dynamodb_local:65535"},
        {"http://h./", "http", "h.", 80, "/", "h."},
        {"http://h/a@b:c", "http", "h", 80, "/a@b:c", "h"},
    };
    for (auto const& row : rows) {
        auto const parsed = parse_url(row.text);
        ASSERT_TRUE(parsed) << row.text << ": " << parsed.error().message();
        EXPECT_EQ(parsed->scheme, row.scheme) << row.text;
        EXPECT_EQ(parsed->host, row.host) << row.text;
        EXPECT_EQ(parsed->port, row.port) << row.text;
        EXPECT_EQ(parsed->path, row.path) << row.text;
        EXPECT_EQ(parsed->authority(), row.authority) << row.text;
        EXPECT_EQ(parsed->text(), std::string(row.scheme) + "://" + row.authority + row.path);
    }
}

TEST(url, what_cannot_be_an_endpoint_is_refused_with_the_reason) {
    std::pair<char const*, char const*> const rows[] = {
        {"", "does not start with http:// or https://"},
        {"localhost:8000", "does not start with http:// or https://"},
        {"/path", "does not start with http:// or https://"},
        {"http:/h", "does not start with http:// or https://"},
        {"ftp://h", "neither http nor https"},
        {"://h", "neither http nor https"},
        {"http://", "no host"},
        {"http://:80", "no host"},
        {"http:///path", "no host"},
        {"http://u:hush@h", "user name"},
        {"http://u@h:99999", "user name"},
        {"http://h:", "port"},
        {"http://h:0", "port"},
        {"http://h:65536", "port"},
        {"http://h:8o", "port"},
        {"http://h:+80", "port"},
        {"http://h:-1", "port"},
        {"http://h:99999999999999999999", "port"},
        {"http://1::1", "brackets"},
        {"http://::1:80/", "no host"},
        {"http://fe80::1/", "brackets"},
        {"http://[::1", "no ']'"},
        {"http://[h]", "no IPv6 address"},
        {"http://[]", "no IPv6 address"},
        {"http://[127.0.0.1]", "no IPv6 address"},
        {"http://[::1]80", "other than a port"},
        {"http://[::1]:", "port"},
        {"http://a b", "white space"},
        {"http://h\n", "white space"},
        {"http://h\\x", "backslash"},
        {"http://\xC3\xA4", "not ASCII"},
        {"http://h%41", "not a host name"},
        {"http://.h", "not a host name"},
        {"http://a..b", "not a host name"},
        {"http://h/?a=b", "query"},
        {"http://h?a=b", "query"},
        {"http://h/#f", "fragment"},
    };
    for (auto const& [text, reason] : rows) {
        auto const parsed = parse_url(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code(), errc::invalid_configuration);
        EXPECT_THAT(parsed.error().message(), HasSubstr(reason)) << text;
        EXPECT_THAT(parsed.error().message(), Not(HasSubstr("hush")));
    }
}

}  // namespace
}  // namespace ddbsnap::aws
