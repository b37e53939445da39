#include "unit/snapshot/store_fixture.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto* created_on = "2026-01-02 03:04:05,000";

class compressed_body : public test::store_fixture {
   protected:
    static std::string lines(int n) {
        std::string text;
        for (int i = 0; i < n; ++i) text += fmt::format("model.{}.workers={}\n", i, i % 7);
        return text;
    }
    void save(std::string body, body_kind kind = body_kind::text) {
        auto r = request("s", "n", std::move(body));
        r.kind = kind;
        r.created = now;
        ASSERT_TRUE(run(store->save(std::move(r))));
    }
    item& snapshot_item() { return table.items.at({"s/n", created_on}); }
};

TEST_F(compressed_body, that_fits_lies_in_its_item) {
    auto const text = lines(50'000);
    save(text);
    EXPECT_THAT(table.names_with("#part-"), IsEmpty());
    EXPECT_EQ(string_of(snapshot_item(), "encoding"), "zstd");
    EXPECT_EQ(string_of(snapshot_item(), "bodyKind"), "text");
    EXPECT_EQ(snapshot_item().at("bodySize"), number(static_cast<std::int64_t>(text.size())));
    auto const got = run(store->last("s"));
    ASSERT_TRUE(got);
    EXPECT_TRUE(got->body == text);
    EXPECT_EQ(got->kind, body_kind::text);
}

TEST_F(compressed_body, that_is_binary_stays_binary) {
    save(std::string(1'000'000, '\xff'), body_kind::binary);
    EXPECT_FALSE(snapshot_item().contains("bodyKind"));
    EXPECT_EQ(run(store->last("s"))->kind, body_kind::binary);
}

TEST_F(compressed_body, that_is_still_too_large_lies_in_parts) {
    auto const text = lines(50'000) + noise(900'000);
    save(text, body_kind::binary);
    EXPECT_EQ(string_of(snapshot_item(), "encoding"), "zstd");
    EXPECT_EQ(table.names_with("#part-").size(), 3u);
    EXPECT_TRUE(run(store->last("s"))->body == text);
}

TEST_F(compressed_body, of_bytes_that_get_no_smaller_is_none) {
    save(noise(1'000'000), body_kind::binary);
    EXPECT_FALSE(snapshot_item().contains("encoding"));
}

TEST_F(compressed_body, below_the_limit_of_an_item_is_none) {
    save(std::string(400'000, 'x'));
    EXPECT_EQ(string_of(snapshot_item(), "snapshot"), std::string(400'000, 'x'));
    EXPECT_FALSE(snapshot_item().contains("bodySha256"));
}

TEST_F(compressed_body, that_was_damaged_is_corrupt) {
    save(lines(50'000));
    auto const good = snapshot_item();
    auto& bytes = snapshot_item().at("snapshot").get_if<binary>()->bytes;
    for (auto const at : {std::size_t{0}, bytes.size() / 2, bytes.size() - 1}) {
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        auto const got = run(store->get("s", "n"));
        ASSERT_FALSE(got) << at;
        EXPECT_EQ(got.error().code(), errc::corrupt_snapshot) << at;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    }
    EXPECT_TRUE(run(store->get("s", "n")));
    snapshot_item().erase("snapshot");
    EXPECT_EQ(run(store->get("s", "n")).error().code(), errc::corrupt_snapshot);
}

TEST_F(compressed_body, that_stands_for_more_than_its_item_says_is_not_decompressed) {
    save(lines(50'000));
    snapshot_item().insert_or_assign("bodySize", number(std::int64_t{1000}));
    auto const got = run(store->get("s", "n"));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), errc::corrupt_snapshot);
    EXPECT_THAT(got.error().message(), HasSubstr("more than 1000 bytes"));
}

TEST_F(compressed_body, in_a_batch_goes_beside_it) {
    auto const text = lines(50'000);
    auto const out =
        save_together({request("a", "n", "small"), request("b", "n", text), request("c", "n", "small too")});
    for (auto const& s : out.snapshots) EXPECT_TRUE(s);
    EXPECT_EQ(table.count("BatchWriteItem"), 1u);
    EXPECT_EQ(table.count("PutItem"), 1u);
    EXPECT_TRUE(run(store->last("b"))->body == text);
}

}  // namespace
}  // namespace ddbsnap
