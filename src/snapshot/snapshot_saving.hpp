#pragma once

#include "snapshot/head_mover.hpp"
#include "snapshot/outgoing_snapshot.hpp"
#include "snapshot/table_access.hpp"
#include "snapshot/write_cost.hpp"

#include <vector>

namespace ddbsnap {

/// Saves snapshots into a table: one run of save() or save_all(). It must stay where it is while it runs.
class snapshot_saving {
   public:
    explicit snapshot_saving(table_access& into) : into_(into) {}

    /// One more that is to be saved, or that failed before.
    void add(result<outgoing_snapshot> s);

    /// Must run where cancellation does not throw.
    boost::asio::awaitable<save_all_output> run();

   private:
    using indexes = std::vector<std::size_t>;

    struct progress {
        std::optional<outgoing_snapshot> snapshot;
        std::optional<failure> problem;
        bool is_written = false;  // its items are
        bool is_stored = false;   // its head is, too
        head_place head;
    };

    bool is_large(progress const& one) const;
    std::vector<indexes> plan() const;
    boost::asio::awaitable<void> write(indexes const& together);
    boost::asio::awaitable<void> put_together(indexes const& together);
    boost::asio::awaitable<void> put_each(indexes const& together);
    boost::asio::awaitable<void> put(std::size_t i);
    boost::asio::awaitable<void> put_large_one(progress& one);
    boost::asio::awaitable<void> advance_heads(indexes const& of);
    boost::asio::awaitable<std::vector<item>> make_items(indexes const& of);
    void settle(indexes const& together, batch_write_output const& answer);
    save_all_output output();

    table_access& into_;
    std::vector<progress> all_;
    write_cost cost_;
};

}  // namespace ddbsnap
