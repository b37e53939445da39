#pragma once

#include <functional>
#include <sys/types.h>

namespace ddbsnap::net {

/// The calls of the operating system that change files. Each returns -1 and sets errno when it fails. A test
/// lets the n-th one fail.
struct file_calls {
    std::function<int(char const* path, int flags, mode_t mode)> open;
    std::function<ssize_t(int file, void const* bytes, std::size_t size)> write;
    std::function<int(int file)> fsync;
    std::function<int(int file)> close;
    /// Fails with EEXIST when there is a file of the new name, and with ENOSYS or EINVAL where the kernel or
    /// the file system cannot do that.
    std::function<int(char const* from, char const* to)> rename_to_new;
    std::function<int(char const* from, char const* to)> link;
    std::function<int(char const* from, char const* to)> rename;  ///< replaces
    std::function<int(char const* path)> unlink;
    std::function<int(char const* path, mode_t mode)> mkdir;
};

file_calls real_file_calls();

}  // namespace ddbsnap::net
