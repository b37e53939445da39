#pragma once

#include "net/file_calls.hpp"

#include <cerrno>
#include <cstddef>

namespace ddbsnap::test {

/// Real calls, of which the n-th fails with `error_number`. Removing always works, as it is how to clean up;
/// a failing close closes.
class failing_calls {
   public:
    failing_calls(int n, int error_number) : left_(n), error_number_(error_number) {}

    net::file_calls calls() {
        auto const real = net::real_file_calls();
        auto c = real;
        c.open = [=, this](char const* p, int f, mode_t m) { return fails() ? -1 : real.open(p, f, m); };
        c.write = [=, this](int f, void const* b, std::size_t size) {
            return fails() ? -1 : real.write(f, b, size);
        };
        c.fsync = [=, this](int f) { return fails() ? -1 : real.fsync(f); };
        c.close = [=, this](int f) {
            real.close(f);
            return fails() ? -1 : 0;
        };
        c.rename_to_new = [=, this](char const* a, char const* b) {
            if (!renames_) return errno = ENOSYS, -1;
            return fails() ? -1 : real.rename_to_new(a, b);
        };
        c.link = [=, this](char const* a, char const* b) { return fails() ? -1 : real.link(a, b); };
        c.rename = [=, this](char const* a, char const* b) { return fails() ? -1 : real.rename(a, b); };
        c.mkdir = [=, this](char const* p, mode_t m) { return fails() ? -1 : real.mkdir(p, m); };
        return c;
    }

    void without_rename() { renames_ = false; }
    bool did_fail() const { return left_ < 0; }

   private:
    bool fails() {
        if (left_-- != 0) return false;
        errno = error_number_;
        return true;
    }

    int left_;
    int error_number_;
    bool renames_ = true;
};

}  // namespace ddbsnap::test
