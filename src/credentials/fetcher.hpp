#pragma once

#include "net/http_client.hpp"
#include "net/http_request.hpp"

#include <ddbsnap/world.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace ddbsnap {

/// How a service that gives credentials is talked to.
struct fetch_rules {
    std::string who;  ///< in messages: "the container's credential service"
    std::chrono::milliseconds connect_timeout{2'000};
    std::chrono::milliseconds attempt_timeout{5'000};  ///< from connecting to the last byte
    int attempts = 3;
    bool retry_unreachable = true;  ///< try again where there was no answer; else only after some answers
    std::size_t body_limit = 64 << 10;
    /// Answers to try again after, besides HTTP 5xx and 429.
    std::function<bool(net::http_response const&)> worth_repeating{};
};

/// Sends small requests to one such service, with retries, over connections that are kept between them.
/// Redirects are not followed: keys come from where they were asked for.
///
/// Confined to its executor.
class fetcher {
   public:
    /// @param outside  its connector must be set
    fetcher(world const& outside, net::origin to, fetch_rules rules);

    /// The last answer, whatever its status.
    ///
    /// @errors those of net::http_client, of net::write_http_request
    /// @cancellation terminal: errc::operation_aborted
    boost::asio::awaitable<result<net::http_response>> send(net::http_request request);

    net::origin const& peer() const noexcept { return http_.peer(); }
    fetch_rules const& rules() const noexcept { return rules_; }

   private:
    bool is_worth_repeating(result<net::http_response> const&) const;

    world outside_;
    fetch_rules rules_;
    net::http_client http_;
};

/// errc::credentials_failed for an answer that is none. Its body is not quoted: it may repeat what was sent.
failure unexpected_answer(fetch_rules const&, net::http_response const&);

}  // namespace ddbsnap
