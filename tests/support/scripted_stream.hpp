#pragma once

#include "net/byte_stream.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ddbsnap::test {

/// What the peer says to one request.
struct scripted_answer {
    std::vector<std::string> pieces;  ///< each is one read
    bool then_close = false;
};

/// The other end of all streams of a scripted_connector, without a network. Connecting, each write and each
/// read is a step; one of them can be made to fail, or to wait until the stream is aborted or the operation
/// cancelled.
struct stream_script {
    std::deque<scripted_answer> answers;  ///< one for each request that is written
    /// In place of `answers`, where requests may come in any order.
    std::function<scripted_answer(std::string const& request)> answer_to;
    int fail_at = -1;  ///< counted from 0
    errc fail_with = errc::connection_closed;
    int hang_at = -1;
    std::function<void()> when_hanging;

    // What happened.
    int steps = 0;
    int open_streams = 0;
    std::vector<std::string> requests;
    std::vector<int> request_streams;  ///< which stream, from 1, each request came over
    int connected = 0;
};

/// `script` must outlive the connector and its streams.
class scripted_connector final : public net::stream_connector {
   public:
    explicit scripted_connector(stream_script& script) : script_(script) {}

    boost::asio::awaitable<result<std::unique_ptr<net::byte_stream>>> connect(net::origin const& to,
                                                                              steady_time deadline) override;
    boost::asio::awaitable<result<std::vector<std::string>>> addresses_of(net::origin const& of,
                                                                          steady_time deadline) override;

   private:
    stream_script& script_;
};

}  // namespace ddbsnap::test
