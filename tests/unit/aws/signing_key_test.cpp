#include "aws/signing_key.hpp"

#include "core/encoding.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::sigv4 {
namespace {

using namespace std::chrono;

std::string_view constexpr secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
scope const dynamodb{"us-east-1", "dynamodb"};
system_time const day_start = sys_days(year(2015) / 8 / 30);

TEST(signing_key, the_derived_key_is_the_published_one) {
    // From AWS's documentation ("Examples of how to derive a signing key").
    EXPECT_EQ(to_hex(derive_signing_key(secret, {"us-east-1", "iam"}, "20120215").view()),
              "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
    // Computed with botocore.
    EXPECT_EQ(to_hex(derive_signing_key(secret, dynamodb, "20150830").view()),
              "44a00bf61392567a12c8a1af3f6227f121fdd3ffabe98527663649f33cbff4aa");
}

TEST(signing_key, the_cache_derives_once_a_day) {
    signing_key_cache cache;
    auto* first = &cache.get(secret, dynamodb, day_start);
    EXPECT_EQ(first, &cache.get(secret, dynamodb, day_start + hours(24) - milliseconds(1)));
    EXPECT_EQ(cache.size(), 1u);
    cache.get(secret, dynamodb, day_start + hours(24));
    EXPECT_EQ(cache.size(), 2u);
}

TEST(signing_key, each_part_of_the_scope_has_its_own_key) {
    signing_key_cache cache(10);
    std::string const message = "m";
    auto const expect = [&](std::string_view s, scope const& where, system_time now, std::string_view day) {
        auto const key = derive_signing_key(s, where, day);
        EXPECT_EQ(cache.get(s, where, now).hmac.sign(message), hmac_sha256(key.view(), message));
    };
    for (int round = 0; round < 2; ++round) {
        expect(secret, dynamodb, day_start, "20150830");
        expect("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEx", dynamodb, day_start, "20150830");
        expect("other", dynamodb, day_start, "20150830");
        expect(secret, {"us-east-2", "dynamodb"}, day_start, "20150830");
        expect(secret, {"us-east-1", "sts"}, day_start, "20150830");
        expect(secret, dynamodb, day_start - milliseconds(1), "20150829");
        EXPECT_EQ(cache.size(), 6u);
    }
}

TEST(signing_key, a_full_cache_gives_up_the_key_unused_for_longest) {
    signing_key_cache cache(2);
    auto* kept = &cache.get(secret, {"a", "s"}, day_start);
    cache.get(secret, {"b", "s"}, day_start);
    cache.get(secret, {"a", "s"}, day_start);
    cache.get(secret, {"c", "s"}, day_start);
    EXPECT_EQ(cache.size(), 2u);
    EXPECT_EQ(kept, &cache.get(secret, {"a", "s"}, day_start));
    EXPECT_EQ(cache.size(), 2u);
}

}  // namespace
}  // namespace ddbsnap::sigv4
