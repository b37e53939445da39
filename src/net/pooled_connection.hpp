#pragma once

#include "net/byte_stream.hpp"
#include "net/pool_policy.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace ddbsnap::net {

class connection_pool;

struct pooled_connection {
    std::unique_ptr<byte_stream> stream;
    connection_life life;
    bool is_fresh = false;  ///< opened for the very call that has it now: it was never idle
};

/// A connection in somebody's hands. It is closed when this object goes, unless it was given back; the pool
/// must be there until then.
class lease {
   public:
    lease() = default;
    lease(lease&& other) noexcept : pool_(other.pool_), held_(std::move(other.held_)) {}
    lease& operator=(lease&& other) noexcept {
        std::swap(pool_, other.pool_);
        std::swap(held_, other.held_);
        return *this;
    }
    ~lease() {
        if (held_.stream) abandon();
    }

    explicit operator bool() const noexcept { return held_.stream != nullptr; }
    byte_stream& stream() const noexcept { return *held_.stream; }
    bool is_fresh() const noexcept { return held_.is_fresh; }
    bool was_used() const noexcept { return held_.life.was_used; }
    void mark_used() noexcept { held_.life.was_used = true; }
    steady_time idle_since() const noexcept { return held_.life.idle_since; }

   private:
    friend class connection_pool;
    lease(connection_pool& pool, pooled_connection c) noexcept : pool_(&pool), held_(std::move(c)) {}
    void abandon() noexcept;

    connection_pool* pool_ = nullptr;
    pooled_connection held_;
};

/// A call that waits for a connection, in the queue from its beginning to its end.
class waiting_call : public boost::intrusive::list_base_hook<> {
   public:
    using queue = boost::intrusive::list<waiting_call>;

    waiting_call(queue& q, asio::any_io_executor const& executor, steady_time deadline)
        : wake(executor, deadline), queue_(q) {
        q.push_back(*this);
    }
    waiting_call(waiting_call const&) = delete;
    waiting_call& operator=(waiting_call const&) = delete;
    ~waiting_call() { leave(); }

    void leave() noexcept {
        if (is_linked()) queue_.erase(queue_.iterator_to(*this));
    }

    /// Ends the waiting.
    void serve(result<lease> with) {
        leave();
        outcome.emplace(std::move(with));
        wake.cancel();
    }

    asio::steady_timer wake;
    std::optional<result<lease>> outcome;

   private:
    queue& queue_;
};

}  // namespace ddbsnap::net
