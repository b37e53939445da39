#include "cli/output.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ddbsnap::cli {
namespace {

failure io_failure(std::string_view what, std::string const& path) {
    int const why = errno;
    failure f(errc::io_error, fmt::format("cannot {} {}: {}", what, path, std::strerror(why)));
    if (why == ENOSPC || why == EDQUOT) f.suggest("make room there, or write elsewhere");
    if (why == EISDIR) f.suggest("name a file");
    return f;
}

result<std::string> read_stream(std::FILE* in, std::string const& path) {
    std::string bytes;
    char chunk[64 * 1024];
    while (auto const n = std::fread(chunk, 1, sizeof chunk, in)) bytes.append(chunk, n);
    if (std::ferror(in)) return io_failure("read", path);
    return bytes;
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

// What is not a plain file (a pipe, /dev/stdout) cannot be replaced by a rename.
bool is_replaceable(std::string const& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode);
}

result<void> write_in_place(std::string const& path, std::string_view bytes) {
    int const fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return io_failure("open", path);
    bool const whole = write_all(fd, bytes);
    if (::close(fd) != 0 || !whole) return io_failure("write", path);
    return {};
}

result<void> replace_file(std::string const& path, std::string_view bytes) {
    auto temporary = fmt::format("{}.ddbsnap-XXXXXX", path);
    int const fd = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return io_failure("write", path).suggest("create its directory first");
    if (fd < 0) return io_failure("create a file beside", path);
    auto const mask = ::umask(0);
    ::umask(mask);
    bool ok = write_all(fd, bytes) && ::fchmod(fd, 0666 & ~mask) == 0 && ::fsync(fd) == 0;
    ok = ::close(fd) == 0 && ok;
    if (ok && std::rename(temporary.c_str(), path.c_str()) == 0) return {};
    auto f = io_failure("write", path);
    ::unlink(temporary.c_str());
    return f;
}

}  // namespace

result<std::string> read_input(std::string const& path) {
    if (path == "-") return read_stream(stdin, "standard input");
    auto* in = std::fopen(path.c_str(), "rbe");
    if (!in) return io_failure("open", path);
    auto bytes = read_stream(in, path);
    std::fclose(in);
    return bytes;
}

result<void> write_output(std::string const& path, std::string_view bytes) {
    if (path == "-") {
        std::fflush(stdout);
        if (!write_all(STDOUT_FILENO, bytes)) return io_failure("write", "standard output");
        return {};
    }
    if (!is_replaceable(path)) return write_in_place(path, bytes);
    // A link stays one: what it leads to is replaced.
    std::error_code no_such_file;
    auto const target = std::filesystem::canonical(path, no_such_file);
    return replace_file(no_such_file ? path : target.string(), bytes);
}

}  // namespace ddbsnap::cli
