#pragma once

#include "net/byte_stream.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ddbsnap::test {

/// Names and addresses of a network that is not there: every connection that is not refused goes to one
/// connector. Says what was asked of it.
class routed_connector final : public net::stream_connector {
   public:
    explicit routed_connector(std::shared_ptr<net::stream_connector> to) : to_(std::move(to)) {}

    std::map<std::string, std::vector<std::string>> names{};  ///< others stand for themselves, as literals do
    std::map<std::string, errc> refused{};                    ///< hosts
    std::map<std::string, net::origin> routes{};              ///< where a host really is

    std::vector<std::string> connected{};  ///< "host:port", refused ones too
    std::vector<std::string> resolved{};

    boost::asio::awaitable<result<std::unique_ptr<net::byte_stream>>> connect(net::origin const& to,
                                                                              steady_time deadline) override {
        connected.push_back((to.tls ? "tls " : "") + to.to_string());
        if (auto const found = refused.find(to.host); found != refused.end())
            co_return failure(found->second, "cannot connect to " + to.to_string());
        auto const route = routes.find(to.host);
        net::origin const really = route == routes.end() ? to : route->second;
        auto stream = co_await to_->connect(really, deadline);
        co_return stream;
    }

    boost::asio::awaitable<result<std::vector<std::string>>> addresses_of(net::origin const& of,
                                                                          steady_time) override {
        resolved.push_back(of.host);
        auto const found = names.find(of.host);
        if (found == names.end()) co_return std::vector<std::string>{of.host};
        if (found->second.empty()) co_return failure(errc::resolve_failed, "cannot resolve " + of.host);
        co_return found->second;
    }

   private:
    std::shared_ptr<net::stream_connector> to_;
};

}  // namespace ddbsnap::test
