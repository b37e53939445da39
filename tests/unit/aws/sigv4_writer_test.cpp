#include "aws/sigv4_writer.hpp"

#include "aws/signing_key.hpp"
#include "core/encoding.hpp"

#include <gtest/gtest.h>
#include <random>
#include <string>
#include <vector>

namespace ddbsnap::sigv4 {
namespace {

std::string random_text(std::mt19937& random, std::size_t least, std::size_t most) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=.-_";
    std::string out(std::uniform_int_distribution<std::size_t>(least, most)(random), ' ');
    for (auto& c : out) c = letters[random() % letters.size()];
    return out;
}

TEST(sigv4_writer, writes_what_the_general_function_gives) {
    std::mt19937 random(1);
    signing_key_cache cache;
    for (int i = 0; i < 500; ++i) {
        auto const host = random_text(random, 1, 60), target = random_text(random, 1, 60);
        auto const id = random_text(random, 1, 24), secret = random_text(random, 1, 80);
        auto const token = i % 2 ? random_text(random, 1, 1500) : std::string();
        auto const region = random_text(random, 1, 20), service = random_text(random, 1, 20);
        auto const body = random_text(random, 0, 3000);
        system_time const now{std::chrono::milliseconds(random() * std::int64_t(1000) + random() % 1000)};
        scope const where{region, service};

        header const headers[] = {
            {"Host", host}, {"Content-Type", "application/x-amz-json-1.0"}, {"X-Amz-Target", target}};
        auto const expected = sign({"POST", "/", "", headers, body}, {id, secret, token}, where, now);
        ASSERT_TRUE(expected);

        auto const hash = to_hex(sha256(body).view());
        std::string out = "Authorization: ";
        append_authorization(out, {host, "application/x-amz-json-1.0", target, token, hash}, id, where,
                             amz_date(now), cache.get(secret, where, now));
        EXPECT_EQ(out, "Authorization: " + expected->authorization);
    }
}

TEST(sigv4_writer, keeps_the_buffer_it_is_given) {
    system_time const now{std::chrono::seconds(1440938160)};
    scope const where{"us-east-1", "dynamodb"};
    signing_key_cache cache;
    std::string const token(1000, 't'), hash(64, '0');
    std::string out(300, 'x');
    out.reserve(300 + token.size() + 700);
    auto const* place = out.data();
    append_authorization(out,
                         {"dynamodb.us-east-1.amazonaws.com", "application/x-amz-json-1.0",
                          "DynamoDB_20120810.BatchWriteItem", token, hash},
                         "AKIDEXAMPLE", where, amz_date(now), cache.get("secret", where, now));
    EXPECT_EQ(out.data(), place);
    EXPECT_EQ(out.substr(0, 300), std::string(300, 'x'));
}

}  // namespace
}  // namespace ddbsnap::sigv4
