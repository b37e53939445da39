#pragma once

#include "core/failure_log.hpp"
#include "snapshot/discarded.hpp"
#include "snapshot/spool_directory.hpp"
#include "snapshot/writer_clock.hpp"
#include "snapshot/writer_queue.hpp"

#include <ddbsnap/snapshot_writer.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

namespace ddbsnap {

/// What a writer takes from the outside besides its store.
struct writer_outside {
    std::shared_ptr<writer_clock> clock = real_writer_clock();
    net::file_calls files = net::real_file_calls();
};

/// A writer at work: does what its queue decides. Whatever happens ends in pump(), on the executor; saves
/// come from any thread and only wake it. What is under way keeps it alive.
class writer_core : public std::enable_shared_from_this<writer_core> {
   public:
    static result<std::shared_ptr<writer_core>> open(boost::asio::any_io_executor executor,
                                                     std::shared_ptr<snapshot_store> store,
                                                     writer_options options, writer_outside outside);

    // From any thread
    result<std::size_t> index_of(std::string_view series);
    writer_queue::acceptance save(std::size_t series, queued_snapshot::content body, save_details details);
    writer_stats stats() const;
    boost::asio::any_io_executor const& executor() const noexcept { return executor_; }

    // On the executor
    boost::asio::awaitable<result<save_report>> save_and_wait(std::string series, std::string body,
                                                              until level, save_details details);
    boost::asio::awaitable<result<snapshot>> spooled(std::string series);
    boost::asio::awaitable<flush_outcome> flush(std::chrono::milliseconds at_most);
    boost::asio::awaitable<flush_outcome> close(std::chrono::milliseconds at_most);
    /// Closes without time, in the background. From any thread.
    void abandon();

   private:
    writer_core(boost::asio::any_io_executor executor, std::shared_ptr<snapshot_store> store,
                writer_options options, writer_outside outside);
    result<void> open_spool();
    std::error_code refusal_of(queued_snapshot const& s) const;
    bool free_now();

    // The wheel
    void wake();
    void pump();
    void tell_ends();
    void arm(std::optional<steady_time> next);

    // A batch
    void start_batch(std::vector<queued> batch);
    boost::asio::awaitable<void> send(std::vector<queued> batch);
    boost::asio::awaitable<void> send_ready(std::vector<queued> const& ready);
    bool is_under_way(queued const& s) const;
    boost::asio::awaitable<bool> make_ready(queued const& s);
    bool produce(queued const& s);
    bool is_too_large(queued const& s, std::string const& body);
    bool is_above_bound(queued const& s, std::string const& body);
    bool take_body(queued const& s, std::string& body);
    bool make_room_for(queued const& s, std::string& body);
    void put_back_for_room(queued const& s);
    boost::asio::awaitable<bool> is_wanted(queued const& s);
    boost::asio::awaitable<bool> load(queued const& s);
    boost::asio::awaitable<std::vector<save_request>> requests_of(std::vector<queued> const& batch);
    boost::asio::awaitable<save_all_output> store_all(std::vector<save_request> const& requests);
    void settle(std::vector<queued> const& batch, save_all_output output);
    void set_back_or_refuse(queued const& s, failure why, double spread);
    void set_back(queued const& s, failure why, double spread);
    void refuse(queued const& s, failure why);
    std::string name_of(std::size_t series) const;

    // The spool
    void start_spooling(writer_queue::spool_step step);
    boost::asio::awaitable<void> spool(writer_queue::spool_step step);
    bool produce_for_spool();

    // Waiting
    using wait_condition = std::function<bool()>;
    boost::asio::awaitable<bool> wait_for(wait_condition const& holds, steady_time end);
    boost::asio::awaitable<flush_outcome> end_in_order(std::vector<writer_queue::mark> marks);
    boost::asio::awaitable<void> end_all();
    std::vector<writer_queue::mark> begin_flush();
    bool end_waiting(bool only_settled);
    boost::asio::awaitable<void> settle_spool(bool looks_at_files);
    double jitter();

    boost::asio::any_io_executor executor_;
    std::shared_ptr<snapshot_store> store_;
    writer_options options_;
    writer_outside outside_;
    std::optional<spool_directory> spool_;
    std::minstd_rand random_{std::random_device{}()};

    mutable std::mutex mutex_;
    writer_queue queue_;  // under the mutex
    std::atomic<bool> is_woken_ = false;
    std::atomic<bool> has_missed_wake_ = false;

    // Of the executor
    std::unique_ptr<writer_timer> timer_;
    boost::asio::steady_timer changed_;  // never expires; its cancellation wakes those who wait
    std::list<boost::asio::cancellation_signal> flights_;
    snapshot_list untold_;  // that have ended
    discarded discarded_;
    failure_log saving_log_;
    failure_log spool_log_;
    bool is_spooling_ = false;
    bool is_closing_ = false;
    std::optional<flush_outcome> closed_;
};

}  // namespace ddbsnap
