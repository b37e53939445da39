#include "credentials/random_part.hpp"
#include "credentials/refresh_policy.hpp"
#include "net/no_throw_scope.hpp"
#include "net/quiet_timer.hpp"
#include "net/spawn.hpp"
#include "net/translate.hpp"

#include <ddbsnap/credentials_cache.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {

namespace asio = boost::asio;
using keys = credentials_cache::keys;
using advice = refresh_policy::advice;

namespace {

// Longer than any provider takes by its own limits, for one that has none.
constexpr std::chrono::minutes longest_load{3};

}  // namespace

struct credentials_cache::impl : std::enable_shared_from_this<impl> {
    impl(asio::any_io_executor e, std::shared_ptr<credentials_provider> p, world const& o)
        : executor(std::move(e)), provider(std::move(p)), outside(o), limit(executor), renewal(executor) {}

    asio::any_io_executor executor;
    std::shared_ptr<credentials_provider> provider;
    world outside;
    refresh_policy policy;
    keys current;
    std::optional<failure> last_failure;
    bool is_open = true;

    bool loading = false;
    unsigned long rounds = 0;  // loads that have ended
    asio::steady_timer limit;
    std::shared_ptr<asio::cancellation_signal> cancel = std::make_shared<asio::cancellation_signal>();
    std::vector<asio::steady_timer*> waiting;
    net::quiet_timer renewal;

    void start_load();
    void finish(result<credentials> outcome);
    void schedule();
    void close();
    void cancel_load();
    asio::awaitable<result<void>> wait_for_load(steady_time deadline);
    static asio::awaitable<result<credentials>> load(std::shared_ptr<impl> self);
    static asio::awaitable<result<keys>> get(std::shared_ptr<impl> self, steady_time deadline);
    static asio::awaitable<result<keys>> replace(std::shared_ptr<impl> self, keys refused,
                                                 steady_time deadline);
};

asio::awaitable<result<credentials>> credentials_cache::impl::load(std::shared_ptr<impl> self) {
    co_return co_await net::without_throwing(self->provider->load());
}

void credentials_cache::impl::start_load() {
    if (loading || !is_open) return;
    loading = true;
    limit.expires_after(longest_load);
    limit.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
        auto const self = weak.lock();
        if (!ec && self) self->cancel_load();
    });
    auto const outcome = std::make_shared<std::optional<result<credentials>>>();
    auto take = [weak = weak_from_this(), outcome](std::exception_ptr const& thrown) {
        auto const self = weak.lock();
        if (!self) return;
        if (thrown)
            *outcome = failure(errc::credentials_failed, "the provider of credentials threw an exception");
        self->finish(std::move(**outcome));
    };
    net::spawn(executor, net::outcome_into(outcome, load(shared_from_this())), std::move(take),
               cancel->slot());
}

void credentials_cache::impl::finish(result<credentials> outcome) {
    loading = false;
    ++rounds;
    limit.cancel();
    if (outcome) {
        policy.loaded(outside.now(), outcome->expiration, random_part(outside));
        current = std::make_shared<credentials const>(*std::move(outcome));
        last_failure.reset();
    } else {
        policy.failed(outside.now(), random_part(outside));
        last_failure = std::move(outcome).error();
        if (last_failure->code() == errc::operation_aborted && is_open)
            last_failure =
                failure(errc::timeout,
                        fmt::format("loading the credentials took longer than {} min", longest_load.count()));
        if (current)
            outside.log.write(log_level::warning, [&] {
                return fmt::format("renewing the credentials failed, those there are stay in use: {}",
                                   last_failure->message());
            });
    }
    if (is_open) schedule();
    for (auto* waiter : waiting) waiter->cancel();
}

void credentials_cache::impl::schedule() {
    auto const due = policy.next_load();
    if (!due) return renewal.stop();
    using std::chrono::milliseconds;
    auto const after = std::max(*due - outside.now(), milliseconds(0));
    // Before long there is time to look again: clocks of timers overflow where keys end in the year 9999.
    constexpr milliseconds longest_wait = std::chrono::hours(24);
    renewal.start(std::min(after, longest_wait), [this] {
        // The wall clock may have been set meanwhile.
        if (policy.at(outside.now()) == advice::use) return schedule();
        start_load();
    });
}

void credentials_cache::impl::close() {
    is_open = false;
    renewal.stop();
    limit.cancel();
    cancel_load();
}

void credentials_cache::impl::cancel_load() {
    if (!loading) return;
    cancel->emit(asio::cancellation_type::terminal);
    // co_spawn has posted what uses the signal: that it lives until then is for us to see to.
    asio::post(executor, [kept = cancel] {});
}

asio::awaitable<result<void>> credentials_cache::impl::wait_for_load(steady_time deadline) {
    asio::steady_timer timer(executor, deadline);
    auto const round = rounds;
    waiting.push_back(&timer);
    boost::system::error_code ec;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    std::erase(waiting, &timer);
    if (round != rounds) co_return result<void>{};
    if (ec) co_return net::aborted("waiting for credentials");
    co_return failure(errc::timeout, "loading the credentials took too long",
                      "run `ddbsnap credentials -v` to see what takes the time");
}

asio::awaitable<result<keys>> credentials_cache::impl::get(std::shared_ptr<impl> self, steady_time deadline) {
    for (;;) {
        auto const what = self->policy.at(self->outside.now());
        if (what == advice::give_up) co_return *self->last_failure;
        if (what != advice::use) self->start_load();
        if (what != advice::wait) co_return self->current;
        auto const waited = co_await self->wait_for_load(deadline);
        if (!waited) co_return failure(waited.error());
        if (self->last_failure) co_return *self->last_failure;
    }
}

asio::awaitable<result<keys>> credentials_cache::impl::replace(std::shared_ptr<impl> self, keys refused,
                                                               steady_time deadline) {
    if (self->current != refused || !self->policy.may_force(self->outside.now())) co_return self->current;
    self->start_load();
    auto const waited = co_await self->wait_for_load(deadline);
    if (!waited && waited.error().code() == errc::operation_aborted) co_return failure(waited.error());
    co_return self->current;
}

credentials_cache::credentials_cache(asio::any_io_executor executor,
                                     std::shared_ptr<credentials_provider> provider, world const& outside)
    : impl_(std::make_shared<impl>(std::move(executor), std::move(provider), outside)) {}

credentials_cache::credentials_cache(credentials_cache&&) noexcept = default;

credentials_cache& credentials_cache::operator=(credentials_cache&& other) noexcept {
    std::swap(impl_, other.impl_);
    return *this;
}

credentials_cache::~credentials_cache() {
    if (impl_) impl_->close();
}

credentials_cache::keys const& credentials_cache::at_hand(system_time now) {
    static keys const none;
    if (now < impl_->policy.fresh_until()) return impl_->current;
    auto const what = impl_->policy.at(now);
    if (what == advice::use_and_renew) impl_->start_load();
    return what == advice::use || what == advice::use_and_renew ? impl_->current : none;
}

asio::awaitable<result<keys>> credentials_cache::get(steady_time deadline) {
    return net::without_throwing(impl::get(impl_, deadline));
}

asio::awaitable<result<keys>> credentials_cache::replace(keys refused, steady_time deadline) {
    return net::without_throwing(impl::replace(impl_, std::move(refused), deadline));
}

}  // namespace ddbsnap
