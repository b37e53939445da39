#include "net/file_calls.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace ddbsnap::net {
namespace {

// By number, as not every C library has a function for it.
int rename_to_new(char const* from, char const* to) {
#ifdef SYS_renameat2
    return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE));
#else
    static_cast<void>(from), static_cast<void>(to);
    errno = ENOSYS;
    return -1;
#endif
}

}  // namespace

file_calls real_file_calls() {
    file_calls calls;
    calls.open = [](char const* path, int flags, mode_t mode) { return ::open(path, flags, mode); };
    calls.write = ::write;
    calls.fsync = ::fsync;
    calls.close = ::close;
    calls.rename_to_new = rename_to_new;
    calls.link = ::link;
    calls.rename = [](char const* from, char const* to) { return std::rename(from, to); };
    calls.unlink = ::unlink;
    calls.mkdir = ::mkdir;
    return calls;
}

}  // namespace ddbsnap::net
