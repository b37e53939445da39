#include "snapshot/spool_file.hpp"

#include "core/hash.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using testing::HasSubstr;

spooled_snapshot example() {
    spooled_snapshot s;
    s.series = "host-7";
    s.name = "state é";
    s.created = system_time(std::chrono::milliseconds(1767323045678));
    s.kind = body_kind::binary;
    s.ttl = std::chrono::seconds(3600);
    return s;
}

std::string file_of(spooled_snapshot const& s, std::string const& body) {
    return spool_header(s, body) + body;
}

// The hash is sha256sum's of the lines before it and the body.
TEST(spool_file, is_text_lines_and_the_body_as_it_is) {
    EXPECT_EQ(file_of(example(), "a\nb"),
              "ddbsnap spool 1\nseries host-7\nname state é\ncreated 1767323045678\nkind binary\nttl 3600\n"
              "size 3\nsha256 5f26b7350e50a50e23287baebcdb83623f455b76822b458f3cb1a6b48bd4da92\n\na\nb");
}

TEST(spool_file, is_read_as_it_was_written) {
    for (auto const& body : {std::string(), std::string("x"), std::string("\0\n\n\xff", 4)}) {
        auto const bytes = file_of(example(), body);
        auto const read = parse_spool_file(bytes);
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_EQ(read->body, body);
        EXPECT_EQ(read->about.series, "host-7");
        EXPECT_EQ(read->about.name, "state é");
        EXPECT_EQ(read->about.created, example().created);
        EXPECT_EQ(read->about.kind, body_kind::binary);
        EXPECT_EQ(read->about.ttl, std::chrono::seconds(3600));
        EXPECT_EQ(read->about.size, body.size());
    }
    auto of_unnamed = example();
    of_unnamed.series = "";
    of_unnamed.ttl.reset();
    auto const bytes = file_of(of_unnamed, "x");
    auto const read = parse_spool_file(bytes);
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->about.series, "");
    EXPECT_FALSE(read->about.ttl);
}

TEST(spool_file, is_refused_with_any_bit_changed_or_any_byte_missing) {
    auto const whole = file_of(example(), "body");
    for (std::size_t i = 0; i != whole.size(); ++i) {
        for (int bit = 0; bit != 8; ++bit) {
            auto damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
            EXPECT_FALSE(parse_spool_file(damaged)) << "byte " << i << " bit " << bit;
        }
        EXPECT_FALSE(parse_spool_file(whole.substr(0, i))) << "cut after " << i;
    }
    EXPECT_FALSE(parse_spool_file(whole + "x"));
}

TEST(spool_file, the_unnamed_series_has_a_name_that_no_other_can_have) {
    EXPECT_EQ(spool_file_name("host-7"), "host-7.snapshot");
    EXPECT_EQ(spool_file_name(""), "~.snapshot");
    EXPECT_FALSE(check_series_name("~"));
}

}  // namespace
}  // namespace ddbsnap
