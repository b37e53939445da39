#pragma once

#include "net/byte_stream.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>

namespace ddbsnap::net {

/// Opens connections to one origin in the background. Each one resolves names anew.
class connection_opener {
   public:
    using stream_ptr = std::unique_ptr<byte_stream>;
    /// Told what came of it, and how long it took.
    using callback = std::function<void(result<stream_ptr>, std::chrono::nanoseconds)>;

    /// @param at_most  for names, connection and handshake together
    connection_opener(std::shared_ptr<stream_connector>, origin to, std::chrono::milliseconds at_most);

    /// Starts opening one. `done` is called on `executor`, unless it is cancelled before; it must keep this
    /// opener alive.
    void open(asio::any_io_executor const& executor, callback done);

    /// Cancels the `n` that were started last. What comes of them is dropped.
    void cancel(std::size_t n) noexcept;

    std::size_t under_way() const noexcept { return under_way_.size(); }
    origin const& to() const noexcept { return to_; }

   private:
    struct opening {
        asio::cancellation_signal signal;
        steady_time begun;
        bool is_cancelled = false;
        std::optional<result<stream_ptr>> got;
    };

    std::shared_ptr<stream_connector> connector_;
    origin to_;
    std::chrono::milliseconds at_most_;
    std::list<std::shared_ptr<opening>> under_way_;
};

}  // namespace ddbsnap::net
