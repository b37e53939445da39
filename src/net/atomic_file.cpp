#include "net/atomic_file.hpp"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <random>
#include <system_error>

namespace ddbsnap::net {
namespace {

namespace fs = std::filesystem;

// Where a path leads, whether there is something or not.
result<fs::path> resolved(fs::path path) {
    constexpr int most_links = 40;  // as the kernel has it
    for (int links = 0; links != most_links; ++links) {
        std::error_code not_a_link;
        auto const target = fs::read_symlink(path, not_a_link);
        if (not_a_link) return path;
        path = target.is_absolute() ? target : path.parent_path() / target;
    }
    return file_failure("follow the links of", path, ELOOP);
}

// Closes and removes the temporary file, whatever happens, unless it has got its real name.
class temporary_file {
   public:
    explicit temporary_file(file_calls const& calls) : calls_(calls) {}
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;
    ~temporary_file() {
        if (file_ >= 0) calls_.close(file_);
        if (!path_.empty()) calls_.unlink(path_.c_str());
    }

    result<void> open_in(fs::path const& directory) {
        std::random_device random;
        for (int attempt = 0;; ++attempt) {
            auto const path =
                directory / fmt::format("{}{:08x}{:08x}.tmp", temporary_prefix, random(), random());
            file_ = calls_.open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
            if (file_ >= 0) {
                path_ = path;
                return {};
            }
            if (errno != EEXIST || attempt == 3) return file_failure("create a file in", directory, errno);
        }
    }

    // An errno; 0 is success.
    int write(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const written = calls_.write(file_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return errno;
            if (written == 0) return ENOSPC;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return 0;
    }

    int sync_and_close() {
        if (calls_.fsync(file_) != 0) return errno;
        // Network file systems may report only here that there was no room.
        return calls_.close(std::exchange(file_, -1)) == 0 ? 0 : errno;
    }

    int publish_as(fs::path const& final_path) {
        if (calls_.rename_to_new(path_.c_str(), final_path.c_str()) == 0) {
            path_.clear();
            return 0;
        }
        if (errno != ENOSYS && errno != EINVAL) return errno;
        // A link never replaces either; the temporary name goes with the destructor.
        return calls_.link(path_.c_str(), final_path.c_str()) == 0 ? 0 : errno;
    }

    int replace(fs::path const& final_path) {
        if (calls_.rename(path_.c_str(), final_path.c_str()) != 0) return errno;
        path_.clear();
        return 0;
    }

   private:
    file_calls const& calls_;
    int file_ = -1;
    fs::path path_;
};

int sync_directory(fs::path const& directory, file_calls const& calls) {
    int const file = calls.open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (file < 0) return errno;
    int error_number = calls.fsync(file) == 0 ? 0 : errno;
    calls.close(file);
    // Some file systems cannot, and need not.
    return error_number == EINVAL || error_number == ENOTSUP ? 0 : error_number;
}

}  // namespace

failure file_failure(std::string_view doing, fs::path const& path, int error_number) {
    failure f(errc::io_error, fmt::format("cannot {} {}: {}", doing, path.string(),
                                          std::generic_category().message(error_number)));
    if (error_number == ENOSPC || error_number == EDQUOT)
        f.suggest("free space there, or remove old snapshots");
    if (error_number == EACCES || error_number == EPERM) f.suggest("check owner and mode");
    if (error_number == EROFS) f.suggest("the file system is mounted read-only: name another directory");
    return f;
}

result<void> create_file_atomically(fs::path const& directory, std::string const& file_name,
                                    std::string_view bytes, file_calls const& calls) {
    auto const final_path = directory / file_name;
    {
        temporary_file file(calls);
        if (auto opened = file.open_in(directory); !opened) return opened;
        if (auto const e = file.write(bytes)) return file_failure("write", final_path, e);
        if (auto const e = file.sync_and_close()) return file_failure("write", final_path, e);
        if (auto const e = file.publish_as(final_path)) {
            if (e == EEXIST)
                return failure(errc::already_exists, fmt::format("{} exists already", final_path.string()));
            return file_failure("create", final_path, e);
        }
    }
    if (auto const e = sync_directory(directory, calls)) {
        // What is reported as failed must not appear later.
        calls.unlink(final_path.c_str());
        return file_failure("make durable", final_path, e);
    }
    return {};
}

result<void> replace_file_atomically(fs::path const& path, std::string_view bytes, file_calls const& calls) {
    return replace_file_atomically(path, {bytes}, calls);
}

result<void> replace_file_atomically(fs::path const& path, std::initializer_list<std::string_view> pieces,
                                     file_calls const& calls) {
    auto const final_path = resolved(path);
    if (!final_path) return final_path.error();
    auto const directory = final_path->has_parent_path() ? final_path->parent_path() : fs::path(".");
    {
        temporary_file file(calls);
        if (auto opened = file.open_in(directory); !opened) return opened;
        for (auto const piece : pieces)
            if (auto const e = file.write(piece)) return file_failure("write", *final_path, e);
        if (auto const e = file.sync_and_close()) return file_failure("write", *final_path, e);
        if (auto const e = file.replace(*final_path)) return file_failure("replace", *final_path, e);
    }
    if (auto const e = sync_directory(directory, calls)) return file_failure("make durable", *final_path, e);
    return {};
}

result<void> create_directories_durably(fs::path const& directory, file_calls const& calls) {
    std::error_code status;
    if (directory.empty() || fs::is_directory(directory, status)) return {};
    auto const parent =
        directory.has_filename() ? directory.parent_path() : directory.parent_path().parent_path();
    if (parent != directory)
        if (auto above = create_directories_durably(parent, calls); !above) return above;
    if (calls.mkdir(directory.c_str(), 0777) != 0) {
        auto const e = errno;
        // Somebody else may have been faster.
        if (e == EEXIST && fs::is_directory(directory, status)) return {};
        return file_failure("create directory", directory, e == EEXIST ? ENOTDIR : e);
    }
    if (auto const e = sync_directory(parent.empty() ? "." : parent, calls))
        return file_failure("make durable", directory, e);
    return {};
}

}  // namespace ddbsnap::net
