#include "support/client_fixture.hpp"

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using testing::HasSubstr;

/// Gives keys by the names K1, K2, ... one after the other, or always the same.
class rotating_provider : public credentials_provider {
   public:
    explicit rotating_provider(bool rotates) : rotates_(rotates) {}

    std::string_view name() const noexcept override { return "rotating"; }
    boost::asio::awaitable<result<credentials>> load() override {
        ++loads;
        credentials keys;
        keys.access_key_id = "K" + std::to_string(rotates_ ? loads : 1);
        keys.secret_access_key = secret_string("hush");
        co_return keys;
    }

    int loads = 0;

   private:
    bool rotates_;
};

std::string refused(std::string const& code) {
    return dynamodb_answer(400, R"({"__type":"com.amazon.coral.service#)" + code + R"(","message":"no"})");
}

class client_keys : public test::client_fixture {
   protected:
    void serve(bool rotates, std::vector<std::string> const& answers) {
        std::vector<test::reaction> script;
        for (auto const& answer : answers) script.push_back({.send = answer});
        server.emplace(io, std::move(script));
        provider = std::make_shared<rotating_provider>(rotates);
        options.config.endpoint_url = {server->url(), "test"};
        options.credentials = provider;
        client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    }
    std::string key_of_request(std::size_t i) const {
        auto const text = server->requests().at(i).head;
        auto const begin = text.find("Credential=") + 11;
        return text.substr(begin, text.find('/', begin) - begin);
    }

    std::shared_ptr<rotating_provider> provider;
};

TEST_F(client_keys, are_loaded_once_for_many_requests) {
    serve(true, {found_item()});
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(get());
    EXPECT_EQ(provider->loads, 1);
}

TEST_F(client_keys, that_are_refused_are_replaced_for_one_more_attempt) {
    for (auto const* code :
         {"ExpiredTokenException", "UnrecognizedClientException", "InvalidSignatureException"}) {
        serve(true, {refused(code), found_item()});
        EXPECT_TRUE(get()) << code;
        EXPECT_EQ(requests(), 2u);
        EXPECT_EQ(key_of_request(0), "K1");
        EXPECT_EQ(key_of_request(1), "K2");
    }
}

TEST_F(client_keys, that_are_refused_twice_end_the_call) {
    serve(true, {refused("ExpiredTokenException")});
    EXPECT_EQ(failure_of_get().code(), service_errc::expired_token);
    EXPECT_EQ(requests(), 2u);
}

TEST_F(client_keys, without_others_to_be_had_are_not_tried_again) {
    serve(false, {refused("UnrecognizedClientException")});
    EXPECT_EQ(failure_of_get().code(), service_errc::unrecognized_client);
    EXPECT_EQ(requests(), 1u);
    EXPECT_EQ(provider->loads, 2);
}

TEST_F(client_keys, stay_in_use_when_only_a_permission_is_missing) {
    serve(true, {refused("AccessDeniedException")});
    EXPECT_EQ(failure_of_get().code(), service_errc::access_denied);
    EXPECT_EQ(requests(), 1u);
    EXPECT_EQ(provider->loads, 1);
}

}  // namespace
}  // namespace ddbsnap
