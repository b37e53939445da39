#include "torchserve_plugin/jni/server_snapshots.hpp"

#include "support/scratch_directory.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <string>
#include <thread>

namespace ddbsnap::torchserve_plugin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The store of files stands for any: what differs between stores is below this.
struct server_snapshots_test : testing::Test {
    test::scratch_directory directory;

    plugin_settings settings() const {
        plugin_settings s;
        s.store = "file:" + (directory.path() / "store").string();
        s.zone_of_jvm = s.offset_of_jvm = "UTC";
        return s;
    }

    static std::unique_ptr<server_snapshots> open(plugin_settings s) {
        return server_snapshots::open(std::move(s)).value();
    }
};

system_time at(std::int64_t ms) { return system_time(milliseconds(ms)); }

std::string name(int i) { return "2026010203040500" + std::to_string(i) + "-snapshot.cfg"; }

TEST_F(server_snapshots_test, the_newest_comes_back_after_a_restart) {
    {
        auto const all = open(settings());
        for (int i = 0; i < 3; ++i)
            ASSERT_TRUE(all->save(name(i), at(1767323045000 + i), "body=" + std::to_string(i)));
        EXPECT_EQ(all->flush(seconds(30)), 0u);
    }
    auto const newest = open(settings())->last(seconds(30));
    ASSERT_TRUE(newest) << newest.error().to_string();
    EXPECT_EQ(newest->body, "body=2");
}

TEST_F(server_snapshots_test, an_empty_store_has_nothing_to_give) {
    auto const newest = open(settings())->last(seconds(30));
    ASSERT_FALSE(newest);
    EXPECT_EQ(newest.error().code(), errc::not_found);
}

TEST_F(server_snapshots_test, what_became_of_a_snapshot_is_in_the_log) {
    auto const all = open(settings());
    ASSERT_TRUE(all->save(name(1), at(1767323045001), "a=b"));
    auto const line = all->log().next(seconds(30));
    ASSERT_TRUE(line);
    EXPECT_EQ(line->level, log_level::info);
    EXPECT_EQ(line->text, "Saved snapshot " + name(1) + ".");
}

TEST_F(server_snapshots_test, only_so_many_are_kept) {
    auto keeping_two = settings();
    keeping_two.keep = 2;
    {
        auto const all = open(settings());
        for (int i = 0; i < 5; ++i) {
            ASSERT_TRUE(all->save(name(i), at(1767323045000 + i), "a=b"));
            ASSERT_EQ(all->flush(seconds(30)), 0u);
        }
    }
    auto const all = open(keeping_two);
    ASSERT_TRUE(all->save(name(5), at(1767323045005), "a=b"));
    auto line = all->log().next(seconds(30));
    ASSERT_TRUE(line);
    EXPECT_EQ(line->text, "Saved snapshot " + name(5) + ".");
    line = all->log().next(seconds(30));
    ASSERT_TRUE(line);
    EXPECT_EQ(line->text, "Removed 4 old snapshot(s), kept the newest 2.");
}

TEST_F(server_snapshots_test, what_the_spool_has_is_given_where_the_store_is_away) {
    auto away = settings();
    away.store = "dynamodb:Snapshots2?region=eu-west-1&endpoint=http://127.0.0.1:1";
    away.spool_dir = (directory.path() / "spool").string();
    away.environment = {{"AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"}, {"AWS_SECRET_ACCESS_KEY", "secret"}};
    {
        auto const all = open(away);
        ASSERT_TRUE(all->save(name(1), at(1767323045001), "a=spooled"));
        EXPECT_EQ(all->flush(milliseconds(1)), 1u);
    }
    auto const newest = open(away)->last(seconds(30));
    ASSERT_TRUE(newest) << newest.error().to_string();
    EXPECT_EQ(newest->body, "a=spooled");
}

TEST_F(server_snapshots_test, a_zone_that_this_machine_does_not_know_gives_way_to_its_offset) {
    auto odd = settings();
    odd.store = "dynamodb:Snapshots2?region=eu-west-1";
    odd.zone_of_jvm = "Nowhere/Here";
    odd.offset_of_jvm = "+09:00";
    auto const all = open(odd);
    ASSERT_TRUE(all);
    auto const line = all->log().next(milliseconds(0));
    ASSERT_TRUE(line);
    EXPECT_EQ(line->level, log_level::warning);
    EXPECT_NE(line->text.find("Nowhere/Here"), std::string::npos) << line->text;
    odd.time_zone = "Nowhere/Here";
    EXPECT_FALSE(server_snapshots::open(odd)) << "a zone that was chosen is what is meant";
}

TEST_F(server_snapshots_test, bad_settings_are_refused_with_their_name) {
    auto bad = settings();
    bad.series = "a/b";
    EXPECT_EQ(server_snapshots::open(bad).error().code(), errc::invalid_name);
    bad = settings();
    bad.store = "s3:bucket";
    EXPECT_EQ(server_snapshots::open(bad).error().code(), errc::invalid_argument);
}

// As when a process exits while its main thread still waits for a store that does not answer.
TEST_F(server_snapshots_test, the_end_of_the_process_ends_a_call_that_waits) {
    namespace ip = boost::asio::ip;
    boost::asio::io_context loop;
    ip::tcp::acceptor silent(loop, ip::tcp::endpoint(ip::address_v4::loopback(), 0));
    auto away = settings();
    away.store = fmt::format("dynamodb:Snapshots2?region=eu-west-1&endpoint=http://127.0.0.1:{}",
                             silent.local_endpoint().port());
    away.environment = {{"AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"}, {"AWS_SECRET_ACCESS_KEY", "secret"}};
    auto const all = open(away);
    std::optional<result<snapshot>> got;
    std::thread waiting([&] { got = all->last(std::chrono::hours(1)); });
    auto const connection = silent.accept();
    all->end_at_exit();
    waiting.join();
    ASSERT_TRUE(got);
    EXPECT_FALSE(*got);
    EXPECT_EQ(all->save(name(1), at(1), "a=b").error().code(), errc::writer_closed);
    EXPECT_EQ(all->last(seconds(1)).error().code(), errc::writer_closed);
}

}  // namespace
}  // namespace ddbsnap::torchserve_plugin
