#include "cli/inotify_news.hpp"

#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/inotify.h>

namespace ddbsnap::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int directory = 1;
constexpr int above = 2;
constexpr int place = 3;
constexpr int nobodys = 9;

watch_roles const roles{{directory, {true, ""}}, {above, {false, "config"}}, {place, {}}};

// As the kernel lays them out: the name is padded with zeros to a multiple of the event's size.
class event_bytes {
   public:
    event_bytes& add(int watch, std::uint32_t mask, std::string const& name = "") {
        inotify_event e{};
        e.wd = watch;
        e.mask = mask;
        if (!name.empty()) e.len = static_cast<std::uint32_t>((name.size() / 16 + 1) * 16);
        auto const at = bytes_.size();
        bytes_.resize(at + sizeof e + e.len);
        std::memcpy(bytes_.data() + at, &e, sizeof e);
        std::memcpy(bytes_.data() + at + sizeof e, name.data(), name.size());
        return *this;
    }
    std::vector<std::byte> bytes_;
};

directory_news read(event_bytes const& events) {
    directory_news news;
    add_inotify_events(news, events.bytes_, roles);
    return news;
}

TEST(inotify_news, each_event_means_what_it_means_for_its_watch) {
    enum { nothing, a_file, moved, lossy };
    struct {
        int watch;
        std::uint32_t mask;
        char const* name;
        int expected;
    } const cases[] = {
        {directory, IN_CLOSE_WRITE, "a.cfg", a_file},
        {directory, IN_MOVED_TO, "a.cfg", a_file},
        {directory, IN_MOVED_TO | IN_ISDIR, "a.cfg", nothing},
        {directory, IN_CREATE, "a.cfg", nothing},
        {directory, IN_MODIFY, "a.cfg", nothing},
        {directory, IN_CLOSE_NOWRITE, "a.cfg", nothing},
        {directory, IN_MOVED_FROM, "a.cfg", nothing},
        {directory, IN_DELETE, "a.cfg", nothing},
        {directory, IN_CLOSE_WRITE, "", nothing},
        {directory, IN_MOVE_SELF, "", moved},
        {directory, IN_DELETE_SELF, "", moved},
        {directory, IN_UNMOUNT, "", moved},
        {directory, IN_IGNORED, "", moved},
        {place, IN_MOVE_SELF, "", moved},
        {place, IN_DELETE_SELF, "", moved},
        {place, IN_CLOSE_WRITE, "a.cfg", nothing},
        {above, IN_CREATE | IN_ISDIR, "config", moved},
        {above, IN_MOVED_TO | IN_ISDIR, "config", moved},
        {above, IN_MOVED_FROM | IN_ISDIR, "config", moved},
        {above, IN_DELETE | IN_ISDIR, "config", moved},
        {above, IN_CREATE, "config", moved},  // a link is no directory
        {above, IN_CREATE | IN_ISDIR, "config2", nothing},
        {above, IN_CLOSE_WRITE, "config", nothing},
        {-1, IN_Q_OVERFLOW, "", lossy},
        {nobodys, IN_CLOSE_WRITE, "a.cfg", nothing},
        {nobodys, IN_DELETE_SELF, "", nothing},
    };
    for (auto const& c : cases) {
        auto const news = read(event_bytes().add(c.watch, c.mask, c.name));
        EXPECT_EQ(news.complete.size(), c.expected == a_file ? 1u : 0u) << c.watch << ' ' << c.mask;
        EXPECT_EQ(news.has_moved, c.expected == moved) << c.watch << ' ' << c.mask;
        EXPECT_EQ(news.is_lossy, c.expected == lossy) << c.watch << ' ' << c.mask;
    }
}

TEST(inotify_news, files_come_in_the_order_in_which_they_were_last_complete) {
    auto const news = read(event_bytes()
                               .add(directory, IN_CLOSE_WRITE, "a")
                               .add(directory, IN_CLOSE_WRITE, "b")
                               .add(directory, IN_CREATE, "c")
                               .add(directory, IN_MOVED_TO, "a"));
    EXPECT_THAT(news.complete, ElementsAre("b", "a"));
}

TEST(inotify_news, one_read_may_tell_of_everything) {
    auto const news = read(event_bytes()
                               .add(directory, IN_CLOSE_WRITE, std::string(255, 'x'))
                               .add(-1, IN_Q_OVERFLOW)
                               .add(directory, IN_MOVE_SELF)
                               .add(directory, IN_CLOSE_WRITE, "last"));
    EXPECT_THAT(news.complete, ElementsAre(std::string(255, 'x'), "last"));
    EXPECT_TRUE(news.is_lossy);
    EXPECT_TRUE(news.has_moved);
}

TEST(inotify_news, bytes_that_end_in_the_middle_are_no_event) {
    event_bytes events;
    events.add(directory, IN_CLOSE_WRITE, "a");
    for (std::size_t length = 0; length < sizeof(inotify_event); ++length) {
        directory_news news;
        add_inotify_events(news, std::span(events.bytes_).first(length), roles);
        EXPECT_THAT(news.complete, IsEmpty());
    }
}

}  // namespace
}  // namespace ddbsnap::cli
