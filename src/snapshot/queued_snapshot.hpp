#pragma once

#include <ddbsnap/snapshot_writer.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace ddbsnap {

/// Bytes of all snapshots of a writer that are there, wherever they are.
using byte_account = std::atomic<std::size_t>;

/// The body of a snapshot that an earlier process left in the spool directory: still there.
struct body_in_spool {};

/// One accepted snapshot, from save() to its end.
///
/// Bodies may be large, so how they go matters: the last one to let go of a snapshot frees its body.
class queued_snapshot {
   public:
    using content = std::variant<std::string, snapshot_producer, body_in_spool>;

    /// What a snapshot counts besides its body.
    static constexpr std::size_t overhead = 256;
    /// Bytes that take no time worth speaking of to give back.
    static constexpr std::size_t cheap_to_free = 32 * 1024;

    queued_snapshot(content c, save_details d, std::shared_ptr<byte_account> account)
        : body(std::move(c)), details(std::move(d)), account_(std::move(account)) {
        if (auto const* const t = text()) size = t->size();
    }
    queued_snapshot(queued_snapshot const&) = delete;
    queued_snapshot& operator=(queued_snapshot const&) = delete;
    ~queued_snapshot() { account_->fetch_sub(bytes_, std::memory_order_relaxed); }

    std::string const* text() const noexcept { return std::get_if<std::string>(&body); }
    std::size_t size_to_count() const noexcept { return overhead + size.value_or(0); }
    std::size_t bytes() const noexcept { return bytes_; }  ///< counted
    std::string name() const { return details.name.empty() ? default_snapshot_name(created) : details.name; }

    /// Counts more bytes: once it is accepted, and when its body has come to be known.
    void count(std::size_t more) noexcept {
        bytes_ += more;
        account_->fetch_add(more, std::memory_order_relaxed);
    }

    void set_body(std::string b) {
        size = b.size();
        body = std::move(b);
    }
    /// Frees the body ahead of the rest, of a snapshot that has ended. A producer stays: what its destructor
    /// does is the user's, and nothing for a place with a lock.
    void release_body() noexcept {
        if (!text()) return;
        body.emplace<std::string>();
        auto const freed = bytes_ - std::min(bytes_, overhead);
        bytes_ -= freed;
        account_->fetch_sub(freed, std::memory_order_relaxed);
    }

    content body;
    std::optional<std::size_t> size;  ///< of the body, where it is or was known
    save_details details;
    std::size_t series = 0;    ///< its index
    std::uint64_t number = 0;  ///< in the order of acceptance
    system_time created{};
    steady_time accepted{};
    int attempts = 0;
    bool is_replayed = false;
    steady_time given_until{};  ///< past its deadline, for the spool
    /// Set with the queue's lock held; cleared, as a release, by the thread that has read the body.
    std::atomic<bool> is_being_spooled = false;

    save_outcome outcome = save_outcome::failed;
    std::unique_ptr<failure> why;  ///< the last failure so far; once it has ended, of its end
    bool superseded_by_other = false;
    std::shared_ptr<queued_snapshot> next;  ///< in a list of those that have ended

   private:
    std::size_t bytes_ = 0;
    std::shared_ptr<byte_account> account_;
};

using queued = std::shared_ptr<queued_snapshot>;

/// Whether the body can go, with the queue's lock held. That nobody else holds `s` is not enough: use_count()
/// does not say that what another thread did with it has happened before.
inline bool is_last_holder(queued const& s) noexcept {
    return s.use_count() == 1 && !s->is_being_spooled.load(std::memory_order_acquire);
}

/// A list of snapshots that takes no memory of its own.
class snapshot_list {
   public:
    snapshot_list() = default;
    snapshot_list(snapshot_list&& other) noexcept
        : first_(std::move(other.first_)), last_(std::exchange(other.last_, nullptr)) {}
    snapshot_list& operator=(snapshot_list&& other) noexcept {
        clear();
        first_ = std::move(other.first_);
        last_ = std::exchange(other.last_, nullptr);
        return *this;
    }
    ~snapshot_list() { clear(); }

    bool empty() const noexcept { return !first_; }
    void push(queued s) {
        auto* const added = s.get();
        (last_ ? last_->next : first_) = std::move(s);
        last_ = added;
    }
    void append(snapshot_list more) {
        if (more.empty()) return;
        (last_ ? last_->next : first_) = std::move(more.first_);
        last_ = std::exchange(more.last_, nullptr);
    }
    queued pop() {
        auto s = std::move(first_);
        first_ = std::move(s->next);
        if (!first_) last_ = nullptr;
        return s;
    }
    /// Those that nobody else looks at lose their bodies.
    void release_bodies() noexcept {
        queued_snapshot* before = nullptr;
        for (auto* s = first_.get(); s; before = s, s = s->next.get())
            if (is_last_holder(before ? before->next : first_)) s->release_body();
    }
    /// One by one: a chain that frees itself would need as much stack as it is long.
    void clear() {
        while (first_) pop();
    }

   private:
    queued first_;
    queued_snapshot* last_ = nullptr;
};

}  // namespace ddbsnap
