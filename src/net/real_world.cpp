#include "net/atomic_file.hpp"

#include <ddbsnap/world.hpp>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <fstream>

namespace ddbsnap {
namespace {

// Settings, tokens and zones are small; a device that never ends is none of them.
constexpr std::size_t largest_file = 16 << 20;

result<std::string> read_whole_file(std::filesystem::path const& path) {
    std::error_code status;
    if (std::filesystem::is_directory(path, status))
        return failure(errc::io_error, fmt::format("{} is a directory", path.string()));
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        auto const why = errno;
        return failure(why == ENOENT || why == ENOTDIR ? errc::not_found : errc::io_error,
                       fmt::format("cannot read {}: {}", path.string(), std::strerror(why)));
    }
    std::string bytes;
    for (std::array<char, 16 << 10> chunk; in && bytes.size() <= largest_file;) {
        in.read(chunk.data(), chunk.size());
        bytes.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (bytes.size() > largest_file)
        return failure(errc::io_error,
                       fmt::format("{} is larger than {} MB", path.string(), largest_file >> 20));
    if (in.bad()) return failure(errc::io_error, fmt::format("cannot read {}", path.string()));
    return bytes;
}

}  // namespace

world real_world() {
    world w;
    w.environment = [](std::string const& name) -> std::optional<std::string> {
        auto const* value = std::getenv(name.c_str());
        return value ? std::optional<std::string>(value) : std::nullopt;
    };
    w.read_file = read_whole_file;
    w.replace_file = [](std::filesystem::path const& path, std::string_view bytes) {
        return net::replace_file_atomically(path, bytes, net::real_file_calls());
    };
    w.now = [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
    return w;
}

}  // namespace ddbsnap
