#include "net/pause.hpp"
#include "support/fake_world.hpp"
#include "support/run_coro.hpp"

#include <ddbsnap/credentials_cache.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

system_time const noon{std::chrono::hours(500'000)};

/// Gives what the test says, when the test says so.
class prompted_provider : public credentials_provider {
   public:
    std::string_view name() const noexcept override { return "prompted"; }

    boost::asio::awaitable<result<credentials>> load() override {
        ++begun;
        while (answers.empty()) {
            auto waited = co_await net::pause(1ms);
            if (!waited) co_return std::move(waited).error();
        }
        auto next = answers.front();
        answers.erase(answers.begin());
        ++ended;
        co_return next;
    }

    void give(std::string key, std::optional<system_time> expiration) {
        credentials c;
        c.access_key_id = std::move(key);
        c.secret_access_key = secret_string("hush");
        c.expiration = expiration;
        answers.push_back(std::move(c));
    }
    void refuse(std::string why) { answers.push_back(failure(errc::credentials_failed, std::move(why))); }

    std::vector<result<credentials>> answers;
    int begun = 0;
    int ended = 0;
};

class credentials_cache_test : public testing::Test {
   protected:
    credentials_cache_test() { world_.now(noon); }

    static steady_time soon() { return std::chrono::steady_clock::now() + 4s; }
    result<credentials_cache::keys> get() { return test::run_coro(loop_, cache_.get(soon())); }
    std::string key() {
        auto const keys = get();
        return keys ? (*keys)->access_key_id : keys.error().message();
    }
    world outside() {
        auto w = world_.outside();
        w.random = [] { return 0.0; };
        return w;
    }

    boost::asio::io_context loop_;
    support::fake_world world_;
    std::shared_ptr<prompted_provider> provider_ = std::make_shared<prompted_provider>();
    credentials_cache cache_{loop_.get_executor(), provider_, outside()};
};

TEST_F(credentials_cache_test, has_nothing_at_hand_before_the_first_load) {
    EXPECT_EQ(cache_.at_hand(noon), nullptr);
    EXPECT_EQ(provider_->begun, 0);
}

TEST_F(credentials_cache_test, loads_once_for_all_who_wait) {
    test::running<credentials_cache::keys> first(loop_, cache_.get(soon()));
    test::running<credentials_cache::keys> second(loop_, cache_.get(soon()));
    test::run_until(loop_, [&] { return provider_->begun == 1; });
    provider_->give("A", noon + 1h);
    EXPECT_EQ(first.wait().value()->access_key_id, "A");
    EXPECT_EQ(second.wait().value()->access_key_id, "A");
    EXPECT_EQ(provider_->begun, 1);
    EXPECT_EQ(cache_.at_hand(noon)->access_key_id, "A");
}

TEST_F(credentials_cache_test, who_gives_up_waiting_does_not_stop_the_load_for_others) {
    test::running<credentials_cache::keys> first(loop_, cache_.get(soon()));
    test::running<credentials_cache::keys> second(loop_, cache_.get(soon()));
    test::run_until(loop_, [&] { return provider_->begun == 1; });
    first.cancel();
    EXPECT_EQ(first.wait().error().code(), errc::operation_aborted);
    provider_->give("A", std::nullopt);
    EXPECT_EQ(second.wait().value()->access_key_id, "A");
}

TEST_F(credentials_cache_test, waiting_ends_at_the_deadline_and_the_load_goes_on) {
    auto const late = test::run_coro(loop_, cache_.get(std::chrono::steady_clock::now() + 5ms));
    EXPECT_EQ(late.error().code(), errc::timeout);
    provider_->give("A", std::nullopt);
    EXPECT_EQ(key(), "A");
    EXPECT_EQ(provider_->begun, 1);
}

TEST_F(credentials_cache_test, renews_in_the_background_while_the_old_keys_are_given) {
    provider_->give("old", noon + 1h);
    EXPECT_EQ(key(), "old");
    auto const later = noon + 56min;
    world_.now(later);
    EXPECT_EQ(cache_.at_hand(later)->access_key_id, "old");
    test::run_until(loop_, [&] { return provider_->begun == 2; });
    EXPECT_EQ(cache_.at_hand(later)->access_key_id, "old");
    provider_->give("new", noon + 2h);
    test::run_until(loop_, [&] { return cache_.at_hand(later)->access_key_id == "new"; });
    EXPECT_EQ(provider_->begun, 2);
}

TEST_F(credentials_cache_test, renews_by_itself_while_nobody_asks) {
    provider_->give("old", noon + 20ms);
    EXPECT_EQ(key(), "old");
    world_.now(noon + 15ms);
    provider_->give("new", noon + 1h);
    auto const busy = boost::asio::make_work_guard(loop_);
    test::run_until(loop_, [&] { return provider_->ended == 2; });
}

TEST_F(credentials_cache_test, a_failed_renewal_leaves_the_keys_in_use_and_says_so_in_the_log) {
    provider_->give("old", noon + 1h);
    EXPECT_EQ(key(), "old");
    auto const later = noon + 56min;
    world_.now(later);
    provider_->refuse("the service is away");
    cache_.at_hand(later);
    test::run_until(loop_, [&] { return provider_->ended == 2; });
    loop_.restart();
    loop_.run();
    EXPECT_EQ(cache_.at_hand(later)->access_key_id, "old");
    EXPECT_EQ(provider_->begun, 2) << "it was asked again without a pause";
    EXPECT_THAT(world_.log(), testing::Contains(HasSubstr("stay in use: the service is away")));
}

TEST_F(credentials_cache_test, a_failure_is_told_to_all_for_a_moment_and_then_tried_again) {
    provider_->refuse("not yet");
    EXPECT_EQ(key(), "not yet");
    EXPECT_EQ(key(), "not yet");
    EXPECT_EQ(provider_->begun, 1);
    world_.now(noon + 1s);
    provider_->give("A", std::nullopt);
    EXPECT_EQ(key(), "A");
}

TEST_F(credentials_cache_test, refused_keys_are_replaced_at_once) {
    provider_->give("old", std::nullopt);
    auto const old = get().value();
    provider_->give("new", std::nullopt);
    auto const fresh = test::run_coro(loop_, cache_.replace(old, soon()));
    EXPECT_EQ(fresh.value()->access_key_id, "new");
    auto const known = test::run_coro(loop_, cache_.replace(old, soon()));
    EXPECT_EQ(known.value()->access_key_id, "new");
    EXPECT_EQ(provider_->begun, 2) << "somebody else had replaced them";
}

TEST_F(credentials_cache_test, refused_keys_stay_in_use_when_there_are_no_others) {
    provider_->give("old", std::nullopt);
    auto const old = get().value();
    provider_->refuse("away");
    EXPECT_EQ(test::run_coro(loop_, cache_.replace(old, soon())).value(), old);
    EXPECT_EQ(test::run_coro(loop_, cache_.replace(old, soon())).value(), old);
    EXPECT_EQ(provider_->begun, 2) << "a service that refuses everything must not multiply the loads";
    EXPECT_EQ(cache_.at_hand(noon), old);
}

TEST_F(credentials_cache_test, may_go_while_somebody_waits) {
    std::optional<test::running<credentials_cache::keys>> waiter;
    {
        credentials_cache shortlived(loop_.get_executor(), provider_, outside());
        waiter.emplace(loop_, shortlived.get(soon()));
        test::run_until(loop_, [&] { return provider_->begun == 1; });
    }
    EXPECT_EQ(waiter->wait().error().code(), errc::operation_aborted);
}

TEST_F(credentials_cache_test, a_loop_ends_although_a_renewal_is_due_some_day) {
    provider_->give("A", noon + 1h);
    EXPECT_EQ(key(), "A");
    loop_.restart();
    loop_.run();
}

TEST_F(credentials_cache_test, keys_that_end_in_the_year_9999_are_no_reason_to_look_again_at_once) {
    provider_->give("A", system_time(std::chrono::seconds(253'402'300'799)));
    EXPECT_EQ(key(), "A");
    auto const busy = boost::asio::make_work_guard(loop_);
    loop_.restart();
    EXPECT_EQ(loop_.run_for(20ms), 0u) << "nothing is to be done for a day";
}

}  // namespace
}  // namespace ddbsnap
