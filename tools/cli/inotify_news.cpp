#include "cli/inotify_news.hpp"

#include <algorithm>
#include <cstring>
#include <sys/inotify.h>

namespace ddbsnap::cli {
namespace {

void add_event(directory_news& news, inotify_event const& e, std::string name, watch_role const& role) {
    if (e.mask & (IN_MOVE_SELF | IN_DELETE_SELF | IN_UNMOUNT | IN_IGNORED)) news.has_moved = true;
    bool const comes_or_goes = e.mask & (IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM);
    if (comes_or_goes && !role.part.empty() && name == role.part) news.has_moved = true;
    bool const is_complete_file = (e.mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) && !(e.mask & IN_ISDIR);
    if (!role.is_directory || !is_complete_file || name.empty()) return;
    // Once more means later: what was read before is not the last word.
    std::erase(news.complete, name);
    news.complete.push_back(std::move(name));
}

}  // namespace

void add_inotify_events(directory_news& news, std::span<std::byte const> events, watch_roles const& roles) {
    while (events.size() >= sizeof(inotify_event)) {
        inotify_event e;
        std::memcpy(&e, events.data(), sizeof e);
        events = events.subspan(sizeof e);
        auto const padded = std::min<std::size_t>(e.len, events.size());
        auto const* const text = reinterpret_cast<char const*>(events.data());
        std::string name(text, ::strnlen(text, padded));
        events = events.subspan(padded);
        if (e.mask & IN_Q_OVERFLOW) news.is_lossy = true;
        if (auto const role = roles.find(e.wd); role != roles.end())
            add_event(news, e, std::move(name), role->second);
    }
}

}  // namespace ddbsnap::cli
