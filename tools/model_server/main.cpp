// The example host: a model server whose state outlives it. What it does with ddbsnap is in state_keeper.

#include "model_server/change_maker.hpp"
#include "model_server/health_check.hpp"
#include "model_server/heartbeat.hpp"
#include "model_server/log.hpp"
#include "model_server/server.hpp"
#include "one_file/built_in_services.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <exception>
#include <fmt/format.h>
#include <sstream>

using namespace model_server;

namespace {

namespace asio = boost::asio;

/// All there is, on one loop and one thread.
class host {
   public:
    explicit host(options o) : options_(std::move(o)) {}

    int run() {
        int code = 1;
        asio::co_spawn(loop_, serve(), [&](std::exception_ptr thrown, int ended) {
            if (thrown) std::rethrow_exception(thrown);
            code = ended;
            loop_.stop();
        });
        loop_.run();
        return code;
    }

   private:
    asio::awaitable<int> serve() {
        auto opened = state_keeper::open(loop_.get_executor(), options_, state_);
        if (!opened) co_return fail(opened.error().to_string());
        // From here on: a container's first process never ends by a signal that it does not wait for.
        asio::signal_set signals(loop_, SIGINT, SIGTERM);
        keeper_.emplace(*std::move(opened));
        co_await keeper_->restore();
        calls_.emplace(options_, state_, *keeper_, metrics_);
        server_.emplace(loop_, *calls_, metrics_, options_.request_timeout);
        if (auto const ec = server_->listen(options_.listen))
            co_return fail(fmt::format("cannot listen on {}: {}", text(options_.listen), ec.message()));
        start();
        co_await signals.async_wait(asio::as_tuple(asio::use_awaitable));
        signals.clear();  // a second one ends the process at once, unless it is a container's first
        co_return co_await end();
    }

    void start() {
        asio::co_spawn(loop_, server_->accept(), asio::detached);
        if (options_.heartbeat) heartbeat_.emplace(loop_, metrics_.lateness.emplace()).start();
        if (options_.change_rate > 0)
            asio::co_spawn(loop_,
                           changes_.emplace(loop_, state_, *keeper_, metrics_).run(options_.change_rate),
                           asio::detached);
        fmt::print("listening on http://{}\n", text(server_->local_endpoint()));
        std::fflush(stdout);
    }

    // Requests first, as they may still change something; then what they changed.
    asio::awaitable<int> end() {
        log("ending: answering what was asked, storing what was changed");
        if (heartbeat_) heartbeat_->stop();
        if (changes_) changes_->stop();
        server_->stop();
        co_await server_->wait_until_idle(std::chrono::seconds(2));
        bool const is_safe = co_await keeper_->close(std::chrono::seconds(5));
        co_await server_->wait_until_idle(std::chrono::seconds(1));  // those who waited for that
        server_->abort();
        co_return is_safe ? 0 : 1;
    }

    static int fail(std::string const& why) { return log(why), 1; }

    static std::string text(asio::ip::tcp::endpoint const& e) {
        std::ostringstream out;
        out << e;
        return out.str();
    }

    options options_;
    server_state state_;
    server_metrics metrics_;
    asio::io_context loop_{1};
    std::optional<state_keeper> keeper_;
    std::optional<service> calls_;
    std::optional<server> server_;
    std::optional<heartbeat> heartbeat_;
    std::optional<change_maker> changes_;
};

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a client that has gone is an error of the write
    one_file::keep_to_built_in_services();
    try {
        int code = 0;
        auto given = read_options(argc, argv, code);
        if (!given) return code;
        return given->check_health ? check_health(given->listen) : host(*std::move(given)).run();
    } catch (std::exception const& e) {
        log(std::string("internal error: ") + e.what());
        return 1;
    }
}
