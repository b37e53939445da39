#include "net/tcp_connector.hpp"
#include "support/client_fixture.hpp"
#include "support/routed_connector.hpp"

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto regional = "dynamodb.eu-west-1.amazonaws.com";
constexpr auto own = "111122223333.ddb.eu-west-1.amazonaws.com";
constexpr auto other = "222222222222.ddb.eu-west-1.amazonaws.com";
constexpr auto other_table = "arn:aws:dynamodb:eu-west-1:222222222222:table/T";

/// Gives keys of one account after the other.
class keys_of_accounts : public credentials_provider {
   public:
    explicit keys_of_accounts(std::vector<std::string> accounts) : accounts_(std::move(accounts)) {}

    std::string_view name() const noexcept override { return "accounts"; }
    boost::asio::awaitable<result<credentials>> load() override {
        credentials keys;
        keys.access_key_id = "AKID" + accounts_.at(loads_);
        keys.secret_access_key = secret_string("hush");
        keys.account_id = accounts_.at(loads_);
        if (loads_ + 1 < accounts_.size()) ++loads_;
        co_return keys;
    }

   private:
    std::vector<std::string> accounts_;
    std::size_t loads_ = 0;
};

/// A client on a network in which every host is one server.
struct client_accounts : test::client_fixture {
    void open(std::vector<std::string> accounts, std::vector<std::string> const& answers = {found_item()}) {
        std::vector<test::reaction> script;
        for (auto const& answer : answers) script.push_back({.send = answer});
        server.emplace(io, std::move(script));
        network = std::make_shared<test::routed_connector>(net::make_tcp_connector(""));
        for (auto const* host :
             {regional, own, other, "dynamodb-fips.eu-west-1.amazonaws.com",
              "dynamodb.cn-north-1.amazonaws.com.cn", "127.0.0.1", "111122223333.ddb.eu-west-1.api.aws"})
            network->routes[host] = {"127.0.0.1", server->port(), false};
        options.outside.connector = network;
        options.credentials = std::make_shared<keys_of_accounts>(std::move(accounts));
        client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    }
    get_item_request get_from(std::string table) {
        auto request = get_request();
        request.table = std::move(table);
        return request;
    }
    /// The hosts that requests were for, by their Host headers.
    std::vector<std::string> hosts() const {
        std::vector<std::string> all;
        for (auto const& request : server->requests())
            all.emplace_back(request.header("Host").value_or("none"));
        return all;
    }

    std::shared_ptr<test::routed_connector> network;
};

TEST_F(client_accounts, requests_go_to_the_endpoint_of_the_keys_account) {
    open({"111122223333"});
    EXPECT_EQ(client->endpoint(), std::string("https://") + regional);
    EXPECT_TRUE(get());
    EXPECT_TRUE(get());
    EXPECT_THAT(hosts(), ElementsAre(own, own));
    EXPECT_THAT(network->connected, ElementsAre(std::string("tls ") + own + ":443"));
    EXPECT_EQ(client->endpoint(), std::string("https://") + own);
    EXPECT_EQ(client->signing_region(), "eu-west-1");
    EXPECT_THAT(server->requests()[0].head, HasSubstr("/eu-west-1/dynamodb/aws4_request"));
}

TEST_F(client_accounts, requests_go_to_the_region_with_keys_of_no_known_account) {
    open({""});
    EXPECT_TRUE(get());
    EXPECT_THAT(hosts(), ElementsAre(regional));
}

TEST_F(client_accounts, requests_go_to_the_account_of_the_tables_arn) {
    open({"111122223333"});
    EXPECT_TRUE(run(client->get_item(get_from(other_table))));
    EXPECT_TRUE(run(client->get_item(get_from("arn:aws:dynamodb:us-east-1:222222222222:table/T"))));
    EXPECT_TRUE(get());
    EXPECT_THAT(hosts(), ElementsAre(other, own, own));
    EXPECT_EQ(client->endpoint(), std::string("https://") + own);
}

TEST_F(client_accounts, each_host_has_connections_of_its_own_which_are_kept) {
    open({"111122223333"});
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(get());
        EXPECT_TRUE(run(client->get_item(get_from(other_table))));
    }
    EXPECT_THAT(hosts(), ElementsAre(own, other, own, other, own, other));
    EXPECT_EQ(server->connections(), 2);
}

TEST_F(client_accounts, batches_and_transactions_go_by_their_first_table) {
    open({"111122223333"}, {dynamodb_answer(200, "{}")});
    batch_write_request batch;
    batch.tables[other_table].push_back(write_request::remove({{"k", "v"}}));
    batch.tables["zz"].push_back(write_request::remove({{"k", "v"}}));
    EXPECT_TRUE(run(client->batch_write_item(batch)));
    transact_write_request transaction;
    transaction.actions.resize(2);
    transaction.actions[0].table = "T";
    transaction.actions[1].table = other_table;
    EXPECT_TRUE(run(client->transact_write_items(transaction)));
    EXPECT_TRUE(run(client->list_tables()));
    EXPECT_THAT(hosts(), ElementsAre(other, own, own));
}

TEST_F(client_accounts, operations_on_tables_and_those_given_as_json_go_by_their_table_too) {
    open({"111122223333"}, {dynamodb_answer(200, R"({"Table":{"TableName":"T","TableStatus":"ACTIVE"}})")});
    EXPECT_TRUE(run(client->describe_table(other_table)));
    EXPECT_TRUE(run(client->call("DescribeTable", std::string(R"({"TableName":")") + other_table + "\"}")));
    EXPECT_TRUE(run(client->call("DescribeTable", R"({"TableName":"T"})")));
    EXPECT_TRUE(run(client->describe_time_to_live(other_table)));
    EXPECT_TRUE(run(client->update_time_to_live(other_table, "expiresAt", true)));
    EXPECT_TRUE(run(client->delete_table(other_table)));
    EXPECT_THAT(hosts(), ElementsAre(other, other, own, other, other, other));
}

TEST_F(client_accounts, requests_move_on_with_keys_of_another_account) {
    auto const expired =
        dynamodb_answer(400, R"({"__type":"com.amazon.coral.service#ExpiredTokenException","message":"no"})");
    open({"111122223333", "222222222222"}, {expired, found_item()});
    EXPECT_TRUE(get());
    EXPECT_TRUE(get());
    EXPECT_THAT(hosts(), ElementsAre(own, other, other));
    EXPECT_EQ(client->endpoint(), std::string("https://") + other);
    EXPECT_THAT(server->requests()[1].head, HasSubstr("Credential=AKID222222222222/"));
}

TEST_F(client_accounts, a_required_account_that_is_not_known_fails_the_call_and_sends_nothing) {
    options.config.account_mode = {account_id_mode::required, "test"};
    open({""});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::invalid_configuration);
    EXPECT_THAT(f.message(), HasSubstr("AccountIdEndpointMode is required but no AccountID was provided"));
    EXPECT_THAT(network->connected, IsEmpty());
    EXPECT_TRUE(run(client->get_item(get_from(other_table))));
    EXPECT_THAT(hosts(), ElementsAre(other));
}

TEST_F(client_accounts, an_account_that_cannot_be_part_of_a_host_fails_the_call) {
    open({"evil.example/"});
    EXPECT_THAT(failure_of_get().message(), HasSubstr("Credentials-sourced account ID parameter is invalid"));
    EXPECT_THAT(network->connected, IsEmpty());
}

TEST_F(client_accounts, a_custom_endpoint_is_used_as_it_is) {
    options.config.endpoint_url = {"https://127.0.0.1:8443", "test"};
    open({"111122223333"});
    EXPECT_TRUE(get());
    EXPECT_TRUE(run(client->get_item(get_from(other_table))));
    EXPECT_THAT(hosts(), ElementsAre("127.0.0.1:8443", "127.0.0.1:8443"));
    EXPECT_THAT(network->connected, ElementsAre("tls 127.0.0.1:8443"));
}

TEST_F(client_accounts, no_account_is_named_where_the_rules_have_none) {
    auto const plain = options.config;
    options.config.account_mode = {account_id_mode::disabled, "test"};
    open({"111122223333"});
    EXPECT_TRUE(get());
    EXPECT_THAT(hosts(), ElementsAre(regional));
    options.config = plain;
    options.config.use_fips = {true, "test"};
    open({"111122223333"});
    EXPECT_TRUE(get());
    EXPECT_THAT(hosts(), ElementsAre("dynamodb-fips.eu-west-1.amazonaws.com"));
    options.config = plain;
    options.config.region = {"cn-north-1", "test"};
    open({"111122223333"});
    EXPECT_TRUE(get());
    EXPECT_THAT(hosts(), ElementsAre("dynamodb.cn-north-1.amazonaws.com.cn"));
}

TEST_F(client_accounts, dual_stack_has_hosts_of_accounts_too) {
    options.config.use_dualstack = {true, "test"};
    open({"111122223333"});
    EXPECT_TRUE(get());
    EXPECT_THAT(hosts(), ElementsAre("111122223333.ddb.eu-west-1.api.aws"));
}

}  // namespace
}  // namespace ddbsnap
