#include "support/scripted_web.hpp"

#include "core/ascii.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::test {
namespace {

namespace asio = boost::asio;

std::string url_of(net::origin const& to) {
    return fmt::format("{}://{}", to.tls ? "https" : "http", to.to_string());
}

// The value of a header in the head of a request; nothing when there is none.
std::optional<std::string> header_of(std::string_view head, std::string_view name) {
    while (!head.empty()) {
        auto const line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(head.size(), line.size() + 2));
        auto const colon = line.find(':');
        if (colon != line.npos && equals_ignoring_case(line.substr(0, colon), name))
            return std::string(trim(line.substr(colon + 1)));
    }
    return std::nullopt;
}

void compare(web_exchange const& expected, std::string_view request, std::vector<std::string>& complaints) {
    auto const end = request.find("\r\n\r\n");
    auto const head = request.substr(0, end), body = request.substr(end + 4);
    auto const line = head.substr(0, head.find(" HTTP/1.1\r\n"));
    if (line != expected.request)
        complaints.push_back(fmt::format("'{}' instead of '{}'", line, expected.request));
    for (auto const& [name, value] : expected.headers) {
        auto const found = header_of(head, name).value_or("(none)");
        if (found != value)
            complaints.push_back(fmt::format("{}: {} is '{}' instead of '{}'", line, name, found, value));
    }
    for (auto const& part : expected.body_parts)
        if (body.find(part) == body.npos)
            complaints.push_back(fmt::format("{}: '{}' is not in the body '{}'", line, part, body));
}

class scripted_web_stream final : public net::byte_stream {
   public:
    scripted_web_stream(std::shared_ptr<web_script> script, std::string peer)
        : script_(std::move(script)), peer_(std::move(peer)) {}

    asio::awaitable<result<void>> write_all(std::string_view request) override {
        auto& s = *script_;
        if (s.done == s.exchanges.size() || s.exchanges[s.done].to != peer_) {
            s.complaints.push_back(
                fmt::format("unexpected to {}: {}", peer_, request.substr(0, request.find("\r\n"))));
            co_return failure(errc::connection_closed, "the script has no such request");
        }
        auto const& exchange = s.exchanges[s.done++];
        compare(exchange, request, s.complaints);
        unread_ = exchange.answer;
        co_return result<void>{};
    }
    asio::awaitable<result<std::size_t>> read_some(std::span<char> into) override {
        auto const n = std::min(into.size(), unread_.size());
        std::copy_n(unread_.begin(), n, into.begin());
        unread_.erase(0, n);
        co_return n;
    }
    void abort() noexcept override {}
    bool is_quiet() noexcept override { return unread_.empty(); }

   private:
    std::shared_ptr<web_script> script_;
    std::string peer_;
    std::string unread_;
};

class scripted_web final : public net::stream_connector {
   public:
    explicit scripted_web(std::shared_ptr<web_script> script) : script_(std::move(script)) {}

    asio::awaitable<result<std::unique_ptr<net::byte_stream>>> connect(net::origin const& to,
                                                                       steady_time) override {
        auto& s = *script_;
        auto const peer = url_of(to);
        if (s.done == s.exchanges.size())
            co_return failure(errc::connect_failed, fmt::format("cannot connect to {}", peer));
        if (s.exchanges[s.done].to == peer && s.exchanges[s.done].fails != errc{})
            co_return failure(s.exchanges[s.done++].fails,
                              fmt::format("no connection to {}", to.to_string()));
        co_return std::unique_ptr<net::byte_stream>(std::make_unique<scripted_web_stream>(script_, peer));
    }

    asio::awaitable<result<std::vector<std::string>>> addresses_of(net::origin const& of,
                                                                   steady_time) override {
        boost::system::error_code not_literal;
        asio::ip::make_address(of.host, not_literal);
        if (!not_literal) co_return std::vector<std::string>{of.host};
        auto const found = script_->names.find(of.host);
        if (found == script_->names.end())
            co_return failure(errc::resolve_failed, fmt::format("cannot resolve {}", of.host));
        co_return found->second;
    }

   private:
    std::shared_ptr<web_script> script_;
};

}  // namespace

std::shared_ptr<net::stream_connector> make_scripted_web(std::shared_ptr<web_script> script) {
    return std::make_shared<scripted_web>(std::move(script));
}

}  // namespace ddbsnap::test
