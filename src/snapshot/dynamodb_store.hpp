#pragma once

#include "core/time_zone.hpp"

#include <ddbsnap/dynamodb_client.hpp>
#include <ddbsnap/snapshot_store.hpp>

#include <memory>
#include <string>

namespace ddbsnap {

/// Snapshots in a table of the TorchServe plugin's layout.
std::unique_ptr<snapshot_store> make_dynamodb_store(std::string table, dynamodb_client client, time_zone zone,
                                                    store_options options);

/// What a failed call on a table means to its user: a missing table or index by its name, with the mend.
failure explain_table_failure(failure f, std::string_view table, std::string_view region);

}  // namespace ddbsnap
