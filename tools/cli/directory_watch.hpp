#pragma once

#include "cli/inotify_news.hpp"

#include <ddbsnap/result.hpp>
#include <ddbsnap/world.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <cstdint>
#include <filesystem>
#include <utility>

namespace ddbsnap::cli {

/// Watches what appears in a directory by Linux's inotify; where it is not there, the nearest one above it in
/// which it would appear. When the path comes to lead elsewhere, next() says so, and the watch is of no more
/// use: open another one, and look at what is there.
class directory_watch {
   public:
    /// @errors errc::io_error, with what to do when the kernel's limits are reached
    static result<directory_watch> open(boost::asio::any_io_executor executor,
                                        std::filesystem::path const& directory);

    /// Whether the directory is there.
    bool is_there() const noexcept { return identity_.second != 0; }
    /// Tells one directory from another of the same path.
    std::pair<std::uint64_t, std::uint64_t> identity() const noexcept { return identity_; }

    /// Waits for news, at most until then; there may be none.
    /// @errors errc::io_error, errc::operation_aborted
    /// @cancellation terminal
    boost::asio::awaitable<result<directory_news>> next(steady_time until);

   private:
    explicit directory_watch(boost::asio::posix::stream_descriptor file) : file_(std::move(file)) {}

    boost::asio::awaitable<result<directory_news>> read_news(steady_time until);
    result<void> follow(std::filesystem::path const& directory);
    /// Watches whether the directory is moved or removed, and the link that leads to it, if there is one.
    result<bool> add_place(std::filesystem::path const& place);
    int add(std::filesystem::path const& place, std::uint32_t mask);
    /// Watches whether that name in it comes or goes.
    result<void> watch_part(std::filesystem::path const& above, std::filesystem::path const& name);
    result<void> watch_files(std::filesystem::path const& directory);

    boost::asio::posix::stream_descriptor file_;
    watch_roles roles_;
    std::pair<std::uint64_t, std::uint64_t> identity_{};
};

}  // namespace ddbsnap::cli
