// A writer whose saves come from another thread while its loop works; the sanitizers watch.

#include "support/writer_fixture.hpp"

#include <atomic>
#include <thread>

namespace ddbsnap::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct writer_threads : writer_fixture {};

TEST_F(writer_threads, a_flush_tells_why_nothing_was_stored_while_saves_replace_it) {
    options.on_end = nullptr;
    open();
    constexpr int many = 1100;
    auto const save_all = [&] {
        for (int i = many; i-- > 0;) static_cast<void>(save("s" + std::to_string(i), std::string(20, 'x')));
    };
    save_all();
    for (int rounds = 0; rounds != 40; ++rounds) {
        pass(seconds(25));
        for (auto const& call : std::vector(store->open))
            call->fail(failure(errc::connect_failed, std::string(200, 'm')));
        settle();
    }
    std::atomic<bool> has_begun = false;
    std::thread saver([&] {
        while (!has_begun) std::this_thread::yield();
        save_all();
    });
    auto flush = [&]() -> boost::asio::awaitable<flush_outcome> {
        has_begun = true;
        co_return co_await core->flush(milliseconds(0));
    };
    auto const flushed = start(flush());
    saver.join();
    ASSERT_TRUE(flushed->value);
    EXPECT_FALSE(flushed->value->is_complete());
}

}  // namespace
}  // namespace ddbsnap::test
