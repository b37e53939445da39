#include "dynamodb/endpoint_router.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::dynamodb {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto regional = "https://dynamodb.us-east-1.amazonaws.com";
constexpr auto own = "https://111122223333.ddb.us-east-1.amazonaws.com";
constexpr auto other = "https://222222222222.ddb.us-east-1.amazonaws.com";
constexpr auto other_arn = "arn:aws:dynamodb:us-east-1:222222222222:table/T";

credentials_cache::keys keys_of(std::string account) {
    credentials keys;
    keys.account_id = std::move(account);
    return std::make_shared<credentials const>(std::move(keys));
}

struct endpoint_router_of_client : testing::Test {
    void open(aws::endpoint_parameters settings = {.region = "us-east-1"}) {
        auto opened = endpoint_router::open(std::move(settings), [this](aws::resolved_endpoint const& to) {
            auto made_route = std::make_shared<route>(to, nullptr, net::http_limits{});
            made.push_back((made_route->http.peer().tls ? "tls " : "") + made_route->http.peer().to_string());
            return made_route;
        });
        ASSERT_TRUE(opened) << opened.error().message();
        router.emplace(*std::move(opened));
    }
    std::shared_ptr<route> go(credentials_cache::keys const& keys, std::string_view arn = {}) {
        auto found = router->route_for(keys, arn);
        EXPECT_TRUE(found) << found.error().message();
        return found ? *found : nullptr;
    }
    static std::string arn_of(int account) {
        return fmt::format("arn:aws:dynamodb:us-east-1:{:012}:table/T", account);
    }

    std::optional<endpoint_router> router;
    std::vector<std::string> made;  // where routes lead
};

TEST_F(endpoint_router_of_client, goes_to_the_endpoint_of_the_keys_account) {
    open();
    EXPECT_EQ(router->url(), regional);
    auto const to = go(keys_of("111122223333"));
    EXPECT_EQ(to->url, own);
    EXPECT_EQ(to->target.host, "111122223333.ddb.us-east-1.amazonaws.com");
    EXPECT_EQ(to->target.region, "us-east-1");
    EXPECT_EQ(to->target.service, "dynamodb");
    EXPECT_EQ(to->target.path, "/");
    EXPECT_EQ(router->url(), own);
    EXPECT_THAT(made, ElementsAre("tls 111122223333.ddb.us-east-1.amazonaws.com:443"));
}

TEST_F(endpoint_router_of_client, goes_to_the_regions_endpoint_with_keys_of_no_known_account) {
    open();
    EXPECT_EQ(go(keys_of(""))->url, regional);
    EXPECT_EQ(router->url(), regional);
}

TEST_F(endpoint_router_of_client, gives_the_same_route_for_the_same_keys_and_for_others_of_the_account) {
    open();
    auto const keys = keys_of("111122223333");
    auto const first = go(keys);
    EXPECT_EQ(go(keys), first);
    EXPECT_EQ(go(keys_of("111122223333")), first);
    EXPECT_EQ(made.size(), 1u);
}

TEST_F(endpoint_router_of_client, moves_on_with_keys_of_another_account_and_gives_up_the_old_host) {
    open();
    std::weak_ptr<route> const left = go(keys_of("111122223333"));
    EXPECT_EQ(go(keys_of("222222222222"))->url, other);
    EXPECT_EQ(router->url(), other);
    EXPECT_EQ(router->hosts(), 1u);
    EXPECT_TRUE(left.expired());
}

TEST_F(endpoint_router_of_client, keeps_a_route_alive_for_a_request_that_is_on_it) {
    open();
    auto const under_way = go(keys_of("111122223333"));
    go(keys_of("222222222222"));
    EXPECT_EQ(under_way->url, own);
    EXPECT_EQ(under_way->http.peer().host, "111122223333.ddb.us-east-1.amazonaws.com");
}

TEST_F(endpoint_router_of_client, goes_to_the_account_of_the_tables_arn_and_back) {
    open();
    auto const keys = keys_of("111122223333");
    auto const plain = go(keys);
    EXPECT_EQ(go(keys, other_arn)->url, other);
    EXPECT_EQ(router->url(), own);
    EXPECT_EQ(go(keys), plain);
    EXPECT_EQ(go(keys, other_arn), go(keys, other_arn));
    EXPECT_EQ(go(keys, "arn:aws:dynamodb:eu-west-1:222222222222:table/T"), plain);
    EXPECT_EQ(made.size(), 2u);
}

TEST_F(endpoint_router_of_client, keeps_a_bounded_number_of_hosts_and_never_gives_up_the_ordinary_one) {
    open();
    auto const keys = keys_of("111122223333");
    auto const plain = go(keys);
    std::weak_ptr<route> const first = go(keys, arn_of(1));
    auto const often = go(keys, arn_of(2));
    for (int account = 3; account < 40; ++account) {
        go(keys, arn_of(account));
        EXPECT_EQ(go(keys, arn_of(2)), often);  // used again and again, so not the least recently used
        EXPECT_LE(router->hosts(), endpoint_router::most_hosts);
    }
    EXPECT_EQ(router->hosts(), endpoint_router::most_hosts);
    EXPECT_TRUE(first.expired());
    EXPECT_EQ(go(keys), plain);
}

TEST_F(endpoint_router_of_client, has_one_host_where_accounts_have_none_of_their_own) {
    aws::endpoint_parameters const settings[] = {
        {.region = "us-east-1", .endpoint_url = "http://127.0.0.1:8000/base"},
        {.region = "us-east-1", .use_fips = true},
        {.region = "cn-north-1"},
        {.region = "local"},
        {.region = "us-east-1", .account_mode = account_id_mode::disabled},
    };
    for (auto const& s : settings) {
        made.clear();
        open(s);
        auto const plain = go(keys_of("111122223333"));
        EXPECT_EQ(plain->url, router->url());
        EXPECT_EQ(go(keys_of("222222222222"), other_arn), plain);
        EXPECT_EQ(made.size(), 1u) << plain->url;
    }
}

TEST_F(endpoint_router_of_client, signs_for_the_host_and_path_of_a_custom_endpoint) {
    open({.region = "eu-west-1", .endpoint_url = "http://127.0.0.1:8000/base"});
    auto const to = go(keys_of("111122223333"));
    EXPECT_EQ(to->target.host, "127.0.0.1:8000");
    EXPECT_EQ(to->target.path, "/base");
    EXPECT_EQ(to->target.region, "eu-west-1");
    EXPECT_THAT(made, ElementsAre("127.0.0.1:8000"));
}

TEST_F(endpoint_router_of_client, opens_where_a_required_account_may_come_with_the_keys) {
    open({.region = "us-east-1", .account_mode = account_id_mode::required});
    EXPECT_EQ(router->url(), regional);
    auto const without = router->route_for(keys_of(""), {});
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().code(), errc::invalid_configuration);
    EXPECT_THAT(without.error().message(), HasSubstr("no AccountID was provided"));
    EXPECT_EQ(go(keys_of(""), other_arn)->url, other);
    EXPECT_EQ(go(keys_of("111122223333"))->url, own);
}

TEST_F(endpoint_router_of_client, does_not_open_where_no_keys_can_mend_the_settings) {
    aws::endpoint_parameters const settings[] = {
        {},
        {.region = "cn-north-1", .account_mode = account_id_mode::required},
        {.region = "us-east-1", .use_fips = true, .account_mode = account_id_mode::required},
        {.region = "us-east-1", .use_fips = true, .endpoint_url = "http://127.0.0.1:8000"},
        {.region = "us-east-1", .endpoint_url = "nonsense"},
    };
    for (auto const& s : settings)
        EXPECT_FALSE(endpoint_router::open(s, [](auto&) { return nullptr; })) << s.region;
    EXPECT_EQ(endpoint_router::open({}, {}).error().code(), errc::missing_region);
}

}  // namespace
}  // namespace ddbsnap::dynamodb
