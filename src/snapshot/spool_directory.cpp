#include "snapshot/spool_directory.hpp"

#include "net/atomic_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace ddbsnap {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffix = ".snapshot";

result<std::string> read_up_to(fs::path const& path, std::size_t most) {
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) return net::file_failure("read", path, errno);
    std::error_code status;
    std::string bytes(std::min<std::uintmax_t>(most, fs::file_size(path, status)), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.bad()) return net::file_failure("read", path, errno);
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

// For the other process' user; whoever cannot read it learns less.
std::string holder_of(fs::path const& lock) {
    auto const number = read_up_to(lock, 20);
    return number && !number->empty() ? fmt::format("process {}", number->substr(0, number->find('\n')))
                                      : std::string("another process");
}

result<int> lock_directory(fs::path const& directory) {
    auto const path = directory / ".lock";
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return net::file_failure("lock", path, errno);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        auto const why = errno;
        ::close(file);
        if (why != EWOULDBLOCK) return net::file_failure("lock", path, why);
        return failure(errc::spool_in_use,
                       fmt::format("{} is in use by {}", directory.string(), holder_of(path)),
                       "give each process a spool directory of its own");
    }
    auto const number = fmt::format("{}\n", ::getpid());
    // Only told to people: no harm where it fails.
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, number.data(), number.size(), 0) < 0) errno = 0;
    return file;
}

}  // namespace

result<spool_directory> spool_directory::open(fs::path path, net::file_calls calls) {
    // Where the process goes later is no matter.
    std::error_code ec;
    if (auto absolute = fs::absolute(path, ec); !ec) path = std::move(absolute);
    if (auto created = net::create_directories_durably(path, calls); !created)
        return std::move(created).error();
    auto lock = lock_directory(path);
    if (!lock) return std::move(lock).error();
    return spool_directory(std::move(path), std::move(calls), *lock);
}

spool_directory::spool_directory(spool_directory&& other) noexcept
    : path_(std::move(other.path_)), calls_(std::move(other.calls_)), lock_(std::exchange(other.lock_, -1)) {}

spool_directory::~spool_directory() {
    if (lock_ >= 0) ::close(lock_);
}

result<spool_directory::listing> spool_directory::list() const {
    listing found;
    std::error_code ec;
    for (fs::directory_iterator at(path_, ec), end; !ec && at != end; at.increment(ec)) {
        auto const name = at->path().filename().string();
        std::error_code status;
        if (name.starts_with(net::temporary_prefix))
            calls_.unlink(at->path().c_str());
        else if (name.ends_with(suffix) && at->is_regular_file(status))
            look_at(at->path(), found);
        else if (name != ".lock")
            found.warnings.push_back(fmt::format("{} is none of ddbsnap's files", at->path().string()));
    }
    if (ec) return net::file_failure("read directory", path_, ec.value());
    return found;
}

void spool_directory::look_at(fs::path const& file, listing& found) const {
    auto const pass_over = [&](std::string const& why) {
        found.warnings.push_back(fmt::format("{}: {}", file.string(), why));
    };
    auto const bytes = read_up_to(file, most_spool_header);
    if (!bytes) return pass_over(bytes.error().message());
    auto about = parse_spool_header(*bytes);
    std::error_code status;
    auto const header = bytes->find("\n\n") + 2;
    if (about && spool_file_name(about->series) == file.filename() &&
        fs::file_size(file, status) == header + about->size && !status) {
        found.snapshots.push_back(*std::move(about));
        return;
    }
    pass_over(fmt::format("{}; {}", about ? "its name or size is not what it says" : about.error().message(),
                          put_aside(file)));
}

// What is damaged is not written over: somebody may want to look at it.
std::string spool_directory::put_aside(fs::path const& file) const {
    auto aside = file;
    aside += ".damaged";
    if (calls_.rename(file.c_str(), aside.c_str()) != 0) return "it stays there";
    return fmt::format("put aside as {}", aside.filename().string());
}

result<void> spool_directory::write(spooled_snapshot const& about, std::string_view body) const {
    auto const header = spool_header(about, body);
    return net::replace_file_atomically(path_ / spool_file_name(about.series), {header, body}, calls_);
}

result<std::string> spool_directory::read(std::string_view series, spooled_snapshot& about) const {
    auto const path = path_ / spool_file_name(series);
    std::error_code status;
    if (!fs::exists(path, status) && !status)
        return failure(errc::not_found, fmt::format("{} does not exist", path.string()));
    auto bytes = read_up_to(path, most_spool_header + max_snapshot_size);
    if (!bytes) return std::move(bytes).error();
    auto whole = parse_spool_file(*bytes);
    if (!whole) {
        auto& f = whole.error().add_context(path.string());
        f.suggest(put_aside(path));
        return std::move(f);
    }
    about = std::move(whole->about);
    bytes->erase(0, static_cast<std::size_t>(whole->body.data() - bytes->data()));
    return bytes;
}

bool spool_directory::has(std::string_view series) const {
    std::error_code failed;
    return fs::exists(path_ / spool_file_name(series), failed) || failed;
}

result<void> spool_directory::remove(std::string_view series) const {
    auto const path = path_ / spool_file_name(series);
    if (calls_.unlink(path.c_str()) != 0 && errno != ENOENT) return net::file_failure("remove", path, errno);
    return {};
}

}  // namespace ddbsnap
