#pragma once

#include "net/byte_stream.hpp"

#include <boost/intrusive/list.hpp>

#include <algorithm>

namespace ddbsnap::net {

/// Aborts streams whose time has come, when it is told to look. Watching one costs no allocation and no
/// timer: most requests end long before their deadline, so one timer for all of them is seldom due.
class deadline_sweep {
    using hook = boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

   public:
    /// An exchange under way; it leaves the list when it goes.
    class entry : public hook {
       public:
        entry(byte_stream& stream, steady_time at) noexcept : stream_(stream), at_(at) {}

        /// The stream was aborted for its deadline.
        bool has_expired() const noexcept { return has_expired_; }

       private:
        friend class deadline_sweep;
        byte_stream& stream_;
        steady_time at_;
        bool has_expired_ = false;
    };

    void watch(entry& e) noexcept { entries_.push_back(e); }

    /// Aborts what is due; gives the earliest deadline of what is left.
    steady_time expire(steady_time now) noexcept {
        auto earliest = steady_time::max();
        entries_.remove_and_dispose_if([&](entry const& e) { return e.at_ <= now; },
                                       [](entry* e) {
                                           e->has_expired_ = true;
                                           e->stream_.abort();
                                       });
        for (auto const& e : entries_) earliest = std::min(earliest, e.at_);
        return earliest;
    }

   private:
    boost::intrusive::list<entry, boost::intrusive::constant_time_size<false>> entries_;
};

}  // namespace ddbsnap::net
