#include "snapshot/snapshot_directory.hpp"

#include "core/utf8.hpp"
#include "net/atomic_file.hpp"
#include "snapshot/file_name.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ddbsnap {
namespace {

namespace fs = std::filesystem;

class open_file {
   public:
    // Without waiting: what looks like a snapshot may be a pipe that nobody writes to.
    explicit open_file(fs::path const& path)
        : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    open_file(open_file const&) = delete;
    open_file& operator=(open_file const&) = delete;
    ~open_file() {
        if (file_ >= 0) ::close(file_);
    }
    int get() const { return file_; }

   private:
    int file_;
};

result<std::string> read_regular_file(fs::path const& path) {
    open_file const file(path);
    if (file.get() < 0) {
        auto const error_number = errno;
        auto f = net::file_failure("read", path, error_number);
        return error_number == ENOENT ? failure(errc::not_found, f.message()) : f;
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return net::file_failure("read", path, errno);
    if (!S_ISREG(status.st_mode))
        return failure(errc::io_error, fmt::format("cannot read {}: not a regular file", path.string()));
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t size = 0;
    while (size != bytes.size()) {
        auto const got = ::read(file.get(), bytes.data() + size, bytes.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return net::file_failure("read", path, errno);
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    bytes.resize(size);
    return bytes;
}

bool is_newer(snapshot_file const& a, snapshot_file const& b) {
    return a.created != b.created ? a.created > b.created : a.file_name > b.file_name;
}

}  // namespace

result<std::vector<snapshot_file>> snapshot_directory::files(warnings& passed_over) const {
    std::vector<snapshot_file> found;
    std::error_code error;
    fs::directory_iterator entry(path_, error);
    if (error == std::errc::no_such_file_or_directory) return found;
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        auto file_name = entry->path().filename().string();
        auto parts = parse_file_name(file_name, zone_);
        std::error_code ignored;
        bool const is_directory = entry->is_directory(ignored);
        if (parts && !is_directory) {
            found.push_back({std::move(file_name), std::move(parts->name), parts->created});
            continue;
        }
        if (file_name.starts_with(net::temporary_prefix)) continue;  // a save that is under way
        bool const is_series = is_directory && series_.empty() && check_series_name(file_name) && !parts;
        if (!is_series)
            passed_over.push_back(fmt::format("{} {}{}", entry->path().string(), not_a_snapshot,
                                              is_directory ? ": it is a directory" : ""));
    }
    if (error) return net::file_failure("read directory", path_, error.value());
    std::sort(found.begin(), found.end(), is_newer);
    return found;
}

result<std::vector<unfinished_file>> snapshot_directory::temporary_files() const {
    std::vector<unfinished_file> found;
    std::error_code error;
    fs::directory_iterator entry(path_, error);
    if (error == std::errc::no_such_file_or_directory) return found;
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        auto const file_name = entry->path().filename().string();
        if (!file_name.starts_with(net::temporary_prefix) || !file_name.ends_with(".tmp")) continue;
        struct stat status {};
        if (::lstat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
        auto const since_epoch = std::chrono::seconds(status.st_mtim.tv_sec);
        found.push_back(
            {entry->path(), system_time(since_epoch), static_cast<std::uint64_t>(status.st_size)});
    }
    if (error) return net::file_failure("read directory", path_, error.value());
    std::sort(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.changed < b.changed; });
    return found;
}

result<snapshot> snapshot_directory::read(snapshot_file const& file) const {
    auto body = read_regular_file(path_ / file.file_name);
    if (!body) return std::move(body).error();
    snapshot s;
    s.series = series_;
    s.name = file.name;
    s.created = file.created;
    s.size = body->size();
    bool const is_text = is_utf8(*body) && body->find('\0') == std::string::npos;
    s.kind = is_text ? body_kind::text : body_kind::binary;
    s.body = std::move(*body);
    return s;
}

}  // namespace ddbsnap
