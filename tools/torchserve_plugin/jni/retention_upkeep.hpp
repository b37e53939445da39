#pragma once

#include "torchserve_plugin/jni/log_lines.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace ddbsnap::torchserve_plugin {

/// Removes old snapshots of a series from time to time, beside the saving of new ones. What cannot be removed
/// is told in the log, and tried again with a later one.
class retention_upkeep {
   public:
    /// @param keep  so many of the newest stay; 0: all, so that nothing is ever done
    retention_upkeep(std::shared_ptr<snapshot_store>, std::string series, std::size_t keep,
                     std::shared_ptr<log_lines>);

    /// One more was stored. To be called on the store's executor.
    void stored(boost::asio::any_io_executor);

   private:
    struct state;

    std::shared_ptr<state> state_;
};

}  // namespace ddbsnap::torchserve_plugin
