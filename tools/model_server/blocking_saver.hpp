#pragma once

#include <ddbsnap/background_runtime.hpp>
#include <ddbsnap/snapshot_store.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace model_server {

/// How NOT to save from a server: one PutItem for each change, for whose answer the loop's thread stands
/// still, and with it every other request. It is here to be measured beside the writer, and because it is
/// what TorchServe's Java plugin does.
class blocking_saver {
   public:
    static ddbsnap::result<std::unique_ptr<blocking_saver>> open(std::string const& store,
                                                                 ddbsnap::store_options);

    ddbsnap::result<void> save(std::string series, std::string name, std::string body);

   private:
    // Before the store, so that it is destroyed after it.
    ddbsnap::background_runtime runtime_;
    std::unique_ptr<ddbsnap::snapshot_store> store_;
};

}  // namespace model_server
