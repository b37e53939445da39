#include "net/tcp_connector.hpp"

#include "net/blocking.hpp"
#include "net/cancelled.hpp"
#include "net/deadline_guard.hpp"
#include "net/later.hpp"
#include "net/no_throw_scope.hpp"
#include "net/open_socket.hpp"
#include "net/plain_stream.hpp"
#include "net/resolve.hpp"
#include "net/tls_context.hpp"
#include "net/tls_stream.hpp"
#include "net/translate.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>
#include <memory>

namespace ddbsnap::net {
namespace {

using asio::ip::tcp;
using connection = result<std::unique_ptr<byte_stream>>;

class tcp_connector final : public stream_connector, public std::enable_shared_from_this<tcp_connector> {
   public:
    explicit tcp_connector(tcp_options options) : options_(std::move(options)) {}
    asio::awaitable<connection> connect(origin const& to, steady_time deadline) override {
        return without_throwing(open(to, deadline));
    }
    asio::awaitable<result<std::vector<std::string>>> addresses_of(origin const& of,
                                                                   steady_time deadline) override;

   private:
    asio::awaitable<connection> open(origin const& to, steady_time deadline);
    asio::awaitable<connection> start_tls(tcp::socket, origin const& to, steady_time deadline);
    void begin_to_load_context();
    asio::awaitable<result<void>> load_context();
    result<std::shared_ptr<tls_context>> make_context();

    tcp_options options_;
    std::shared_ptr<tls_context> tls_;
    std::shared_ptr<tls_context> made_;  // the blocking thread's
};

steady_time no_later_than(steady_time deadline, std::chrono::milliseconds from_now) {
    return std::min(deadline, later(std::chrono::steady_clock::now(), from_now));
}

asio::awaitable<connection> tcp_connector::open(origin const& to, steady_time deadline) {
    if (to.tls) begin_to_load_context();
    auto opened = co_await open_socket(to, no_later_than(deadline, options_.connect_timeout));
    if (to.tls) {
        auto loaded = co_await load_context();
        if (!loaded) co_return std::move(loaded).error();
    }
    if (!opened) co_return std::move(opened).error();
    // Unheard, if it came while the context was waited for.
    bool const cancelled = co_await is_cancelled();
    if (cancelled) co_return aborted("connecting to " + to.to_string());
    if (to.tls) co_return co_await start_tls(*std::move(opened), to, deadline);
    co_return std::unique_ptr<byte_stream>(std::make_unique<plain_stream>(*std::move(opened)));
}

// Two milliseconds and more, which pass while names are looked up and the peer is called.
void tcp_connector::begin_to_load_context() {
    if (tls_) return;
    asio::post(blocking_thread(), [self = shared_from_this()] {
        try {
            static_cast<void>(self->make_context());
        } catch (std::exception const&) {
            // Who waits for it makes it again.
        }
    });
}

// Not on the loop.
asio::awaitable<result<void>> tcp_connector::load_context() {
    if (tls_) co_return result<void>{};
    auto made = co_await run_blocking([this] { return make_context(); });
    if (!made) co_return std::move(made).error();
    tls_ = *std::move(made);
    co_return result<void>{};
}

// One job at a time runs there: connections that are opened together have what the first one made.
result<std::shared_ptr<tls_context>> tcp_connector::make_context() {
    if (made_) return made_;
    auto made = tls_context::make(options_.ca_bundle);
    if (made) made_ = *made;
    return made;
}

asio::awaitable<connection> tcp_connector::start_tls(tcp::socket socket, origin const& to,
                                                     steady_time deadline) {
    auto const executor = co_await asio::this_coro::executor;
    auto stream = std::make_unique<tls_stream>(std::move(socket), tls_, to);
    auto const until = no_later_than(deadline, options_.handshake_timeout);
    deadline_guard guard(executor, until, *stream);
    auto shaken = co_await stream->handshake(to);
    // First the time: once it is up the socket is closed, even if the handshake had just succeeded.
    if (guard.expired()) co_return took_too_long("the TLS handshake with", to);
    if (!shaken) co_return std::move(shaken).error();
    co_return std::unique_ptr<byte_stream>(std::move(stream));
}

asio::awaitable<result<std::vector<std::string>>> tcp_connector::addresses_of(origin const& of,
                                                                              steady_time deadline) {
    auto found = co_await resolve(of, deadline);
    if (!found) co_return std::move(found).error();
    std::vector<std::string> texts;
    for (auto const& endpoint : *found) texts.push_back(endpoint.address().to_string());
    co_return texts;
}

}  // namespace

std::shared_ptr<stream_connector> make_tcp_connector(tcp_options options) {
    return std::make_shared<tcp_connector>(std::move(options));
}

std::shared_ptr<stream_connector> make_tcp_connector(std::string ca_bundle) {
    tcp_options options;
    options.ca_bundle = std::move(ca_bundle);
    return make_tcp_connector(std::move(options));
}

}  // namespace ddbsnap::net
