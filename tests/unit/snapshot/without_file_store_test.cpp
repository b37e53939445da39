#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

TEST(a_build_without_file_store, refuses_a_directory_and_says_what_it_takes_instead) {
    boost::asio::io_context loop;
    auto const store = open_store(loop.get_executor(), "file:snapshots", {});
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code(), errc::not_supported);
    auto const text = store.error().to_string();
    for (auto const* part : {"file:snapshots", "dynamodb:TABLE", "DDBSNAP_WITH_FILE_STORE"})
        EXPECT_NE(text.find(part), std::string::npos) << text;
}

TEST(a_build_without_file_store, still_says_what_is_wrong_with_a_uri) {
    boost::asio::io_context loop;
    auto const store = open_store(loop.get_executor(), "file:", {});
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code(), errc::invalid_argument);
}

}  // namespace
}  // namespace ddbsnap
