#include "cli/directory_watch.hpp"

#include "net/cancelled.hpp"
#include "net/no_throw_scope.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <sys/inotify.h>
#include <sys/stat.h>

namespace ddbsnap::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr std::uint32_t place_events = IN_MOVE_SELF | IN_DELETE_SELF | IN_MASK_ADD;

failure cannot_watch(fs::path const& place, int why) {
    failure f(errc::io_error, fmt::format("cannot watch {}: {}", place.string(), std::strerror(why)));
    if (why == ENOSPC) f.suggest("raise fs.inotify.max_user_watches");
    if (why == EMFILE) f.suggest("raise fs.inotify.max_user_instances");
    return f;
}

bool is_missing(int why) { return why == ENOENT || why == ENOTDIR; }

fs::path without_slash(fs::path const& directory) {
    std::error_code ignored;
    auto path = fs::absolute(directory, ignored);
    return path.has_filename() ? path : path.parent_path();
}

}  // namespace

result<directory_watch> directory_watch::open(asio::any_io_executor executor, fs::path const& directory) {
    int const file = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (file < 0) return cannot_watch(directory, errno);
    directory_watch watch(asio::posix::stream_descriptor(std::move(executor), file));
    if (auto ok = watch.follow(without_slash(directory)); !ok) return std::move(ok).error();
    return watch;
}

// From the root on, each part before the next one is looked for, so that none can appear or go unnoticed.
result<void> directory_watch::follow(fs::path const& directory) {
    fs::path place;
    for (auto const& part : directory) {
        if (part == ".") continue;
        auto const above = place;
        place /= part;
        auto is_there = add_place(place);
        if (!is_there) return std::move(is_there).error();
        if (*is_there) continue;
        if (auto ok = watch_part(above, part); !ok) return ok;
        auto is_there_now = add_place(place);
        if (!is_there_now) return std::move(is_there_now).error();
        if (!*is_there_now) return {};
    }
    // A directory that is some process' own does not tell that it was removed; the one above it does.
    auto const above = watch_part(directory.parent_path(), directory.filename());
    auto watched = watch_files(directory);
    return watched && !above && !is_there() ? above : watched;
}

int directory_watch::add(fs::path const& place, std::uint32_t mask) {
    int const watch = ::inotify_add_watch(file_.native_handle(), place.c_str(), mask);
    if (watch >= 0) roles_.try_emplace(watch);
    return watch;
}

result<bool> directory_watch::add_place(fs::path const& place) {
    std::error_code ignored;
    // A link that leads nowhere may lead somewhere when it is replaced.
    if (fs::is_symlink(fs::symlink_status(place, ignored))) add(place, place_events | IN_DONT_FOLLOW);
    if (add(place, place_events | IN_ONLYDIR) >= 0) return true;
    int const why = errno;
    if (is_missing(why)) return false;
    if (why == EACCES) return true;  // one that may be passed, but not read
    return cannot_watch(place, why);
}

result<void> directory_watch::watch_part(fs::path const& above, fs::path const& name) {
    constexpr std::uint32_t events = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM;
    int const watch = add(above, events | IN_MASK_ADD | IN_ONLYDIR);
    if (watch < 0 && is_missing(errno)) return {};  // its own watch tells of it
    if (watch < 0) return cannot_watch(above, errno);
    roles_[watch].part = name.string();
    return {};
}

result<void> directory_watch::watch_files(fs::path const& directory) {
    int const watch = add(directory, IN_CLOSE_WRITE | IN_MOVED_TO | IN_MASK_ADD | IN_ONLYDIR);
    if (watch < 0 && is_missing(errno)) return {};
    if (watch < 0) return cannot_watch(directory, errno);
    roles_[watch].is_directory = true;
    struct stat status {};
    if (::stat(directory.c_str(), &status) == 0) identity_ = {status.st_dev, status.st_ino};
    return {};
}

asio::awaitable<result<directory_news>> directory_watch::next(steady_time until) {
    return net::without_throwing(read_news(until));
}

asio::awaitable<result<directory_news>> directory_watch::read_news(steady_time until) {
    // Of its own, as the alarm may go off when the wait is over.
    struct wait_state {
        bool is_over = false;
        bool is_late = false;
    };
    auto const wait = std::make_shared<wait_state>();
    asio::steady_timer alarm(file_.get_executor(), until);
    alarm.async_wait([wait, this](boost::system::error_code ec) {
        if (ec || wait->is_over) return;
        wait->is_late = true;
        file_.cancel();
    });
    alignas(inotify_event) std::array<std::byte, 64 * 1024> events;
    boost::system::error_code ec;
    auto const size = co_await file_.async_read_some(asio::buffer(events.data(), events.size()),
                                                     asio::redirect_error(asio::use_awaitable, ec));
    wait->is_over = true;
    bool const is_cancelled = co_await net::is_cancelled();
    if (is_cancelled) co_return failure(errc::operation_aborted, "interrupted");
    if (ec && !wait->is_late) co_return failure(errc::io_error, "cannot read from inotify: " + ec.message());
    directory_news news;
    if (!ec) add_inotify_events(news, std::span(events.data(), size), roles_);
    co_return news;
}

}  // namespace ddbsnap::cli
