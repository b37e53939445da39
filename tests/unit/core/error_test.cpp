#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

TEST(error, service_codes_compare_by_meaning) {
    std::error_code const code = service_errc::provisioned_throughput_exceeded;
    EXPECT_EQ(code, condition::throttled);
    EXPECT_NE(code, condition::timeout);
    EXPECT_EQ(std::error_code(errc::table_missing), condition::not_found);
}

TEST(error, a_failure_reads_as_one_line_with_the_next_step) {
    failure f(errc::table_missing, "table T does not exist", "create it with `ddbsnap table create`");
    f.details().request_id = "R1";
    f.add_context("saving");
    EXPECT_EQ(f.to_string(),
              "saving: table T does not exist (request R1); create it with `ddbsnap table create`");
    f.suggest("something else");
    EXPECT_EQ(f.details().next_step, "create it with `ddbsnap table create`");
}

TEST(result, value_throws_the_failure) {
    result<int> r = failure(errc::timeout, "too slow");
    EXPECT_FALSE(r);
    try {
        (void)r.value();
        FAIL();
    } catch (failure_error const& e) {
        EXPECT_EQ(e.details().code(), condition::timeout);
    }
}

TEST(secret, a_moved_from_secret_holds_nothing) {
    secret_string a("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    secret_string b = std::move(a);
    EXPECT_TRUE(a.empty());
    EXPECT_EQ(b.size(), 40u);
    EXPECT_EQ(b, secret_string("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    EXPECT_FALSE(b == secret_string("other"));
}

TEST(secret, masking_shows_the_ends_of_long_texts_only) {
    EXPECT_EQ(masked("AKIAIOSFODNN7EXAMPLE"), "AKIA************MPLE");
    EXPECT_EQ(masked("short"), "*****");
}

}  // namespace
}  // namespace ddbsnap
