// Without memory: each call is made again and again, its n-th allocation failing, n = 0, 1, 2, ... until it
// succeeds. It has to say so each time, and leave everything in order for the next.

#include <ddbsnap/ddbsnap.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <new>
#include <string>
#include <unistd.h>

namespace {

// Of this thread: what the handle's own thread does without memory is not asked here.
thread_local long allocations_left = -1;

bool is_to_fail() { return allocations_left >= 0 && allocations_left-- == 0; }

void* allocate(std::size_t size) {
    if (is_to_fail()) throw std::bad_alloc();
    if (auto* const p = std::malloc(size ? size : 1)) return p;
    throw std::bad_alloc();
}

void check(bool is_so, char const* what, long step) {
    if (is_so) return;
    std::fprintf(stderr, "%s, at allocation %ld: %s\n", what, step, ddbsnap_last_error());
    std::exit(1);
}

// @param after  whatever the call came to
long fail_at_each(
    char const* what, std::function<ddbsnap_status()> const& call,
    std::function<void()> const& after = [] {}) {
    for (long step = 0;; ++step) {
        allocations_left = step;
        auto const status = call();
        bool const has_failed = allocations_left == -1;
        allocations_left = -1;
        check(status == (has_failed ? DDBSNAP_OUT_OF_MEMORY : DDBSNAP_OK), what, step);
        after();
        if (!has_failed) return step;
    }
}

std::string long_text(char c) { return std::string(100, c); }

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }

// Asio's.
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) {
    void* p = nullptr;
    return is_to_fail() || posix_memalign(&p, alignment, size) != 0 ? nullptr : p;
}

namespace {

// What the calls are given is made before, so that no allocation of the test's own fails.
std::string const series = long_text('s');
std::string const body = long_text('b');
std::string const spool_dir = "spool-" + long_text('d');

void set_options(ddbsnap_options* options) {
    fail_at_each("set_store",
                 [&] { return ddbsnap_options_set_store(options, "file:a-directory-of-snapshots"); });
    fail_at_each("set_series", [&] { return ddbsnap_options_set_series(options, series.c_str()); });
    fail_at_each("set_spool_dir", [&] { return ddbsnap_options_set_spool_dir(options, spool_dir.c_str()); });
    // A spool has the writer look after its queue more often than it would.
    ddbsnap_options_set_spool_dir(options, nullptr);
}

void use(ddbsnap_handle* handle) {
    auto const save_and_wait = [&] {
        return ddbsnap_save_and_wait(handle, nullptr, body.data(), body.size(), nullptr, DDBSNAP_UNTIL_STORED,
                                     DDBSNAP_FOREVER, nullptr);
    };
    std::string name = long_text('n');
    auto const save = [&] { return ddbsnap_save(handle, name.c_str(), body.data(), body.size(), nullptr); };
    fail_at_each("save", save, [&] {
        check(save_and_wait() == DDBSNAP_OK, "a save after one without memory", 0);
        check(save() == DDBSNAP_OK, "the same again", 0);
        check(ddbsnap_flush(handle, DDBSNAP_FOREVER, nullptr) == DDBSNAP_OK, "a flush", 0);
        ++name.back();  // a new series each time
    });
    fail_at_each("save_and_wait", save_and_wait);
    fail_at_each("last", [&] {
        ddbsnap_snapshot* snapshot = nullptr;
        auto const status = ddbsnap_last(handle, nullptr, DDBSNAP_FOREVER, &snapshot);
        check((status == DDBSNAP_OK) == (snapshot != nullptr), "last", -1);
        ddbsnap_free(snapshot);
        return status;
    });
    fail_at_each("flush", [&] { return ddbsnap_flush(handle, DDBSNAP_FOREVER, nullptr); });
    fail_at_each("close", [&] { return ddbsnap_close(handle, DDBSNAP_FOREVER, nullptr); });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 || chdir(argv[1]) != 0) return 2;
    alarm(60);
    ddbsnap_options* options = nullptr;
    auto const steps = fail_at_each("options_create", [&] {
        options = ddbsnap_options_create();
        return options ? DDBSNAP_OK : DDBSNAP_OUT_OF_MEMORY;
    });
    check(steps > 0, "options_create allocates nothing of ours: new is not replaced", steps);
    set_options(options);
    ddbsnap_handle* handle = nullptr;
    fail_at_each("open", [&] { return ddbsnap_open(options, &handle); });
    use(handle);
    fail_at_each("destroy", [&] { return ddbsnap_destroy(handle); });
    ddbsnap_options_free(options);
    return 0;
}
