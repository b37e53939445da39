#pragma once

#include "core/time_zone.hpp"

#include <ddbsnap/dynamodb_client.hpp>
#include <ddbsnap/snapshot_store.hpp>

#include <string>

namespace ddbsnap {

/// A table, and what the operations on it share.
struct table_access {
    std::string table;
    dynamodb_client client;
    time_zone zone;
    store_options options;

    system_time now() const { return options.outside.now(); }

    /// What a failed call means to its user.
    failure explain(failure f) const;

    /// Says that something was passed over while reading.
    void pass_over(failure const&) const;
};

}  // namespace ddbsnap
