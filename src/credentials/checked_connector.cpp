#include "credentials/checked_connector.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

class checking final : public net::stream_connector {
   public:
    checking(std::shared_ptr<net::stream_connector> by, address_rule allows)
        : by_(std::move(by)), allows_(std::move(allows)) {}

    asio::awaitable<result<std::unique_ptr<net::byte_stream>>> connect(net::origin const& to,
                                                                       steady_time deadline) override;
    asio::awaitable<result<std::vector<std::string>>> addresses_of(net::origin const& of,
                                                                   steady_time deadline) override;

   private:
    std::shared_ptr<net::stream_connector> by_;
    address_rule allows_;
};

failure not_allowed(net::origin const& to, std::string_view address) {
    auto const which = to.host == address ? to.host : fmt::format("{} ({})", to.host, address);
    return failure(errc::invalid_configuration,
                   fmt::format("{} may not be asked for keys over plain http", which),
                   "use https, or an address of loopback, ECS or EKS Pod Identity");
}

asio::awaitable<result<std::vector<std::string>>> checking::addresses_of(net::origin const& of,
                                                                         steady_time deadline) {
    auto found = co_await by_->addresses_of(of, deadline);
    if (!found) co_return std::move(found).error();
    if (found->empty())
        co_return failure(errc::resolve_failed, fmt::format("cannot resolve {}: no address", of.host));
    for (auto const& address : *found)
        if (!allows_(address)) co_return not_allowed(of, address);
    co_return found;
}

asio::awaitable<result<std::unique_ptr<net::byte_stream>>> checking::connect(net::origin const& to,
                                                                             steady_time deadline) {
    auto const addresses = co_await addresses_of(to, deadline);
    if (!addresses) co_return failure(addresses.error());
    auto left = addresses->size();
    for (auto const& address : *addresses) {
        // One that does not answer leaves the others their share of the time.
        auto const now = std::chrono::steady_clock::now();
        auto const until = now + (deadline - now) / static_cast<long>(left--);
        net::origin const literal{address, to.port, to.tls};
        auto connected = co_await by_->connect(literal, until);
        if (connected || left == 0 || connected.error().code() == errc::operation_aborted)
            co_return connected;
    }
    co_return failure(errc::connect_failed, fmt::format("{} has no address", to.host));
}

}  // namespace

std::shared_ptr<net::stream_connector> checked_connector(std::shared_ptr<net::stream_connector> by,
                                                         address_rule allows) {
    return std::make_shared<checking>(std::move(by), std::move(allows));
}

}  // namespace ddbsnap
