#pragma once

#include <ddbsnap/torchserve.hpp>

namespace ddbsnap {

/// Reads the JSON that TorchServe keeps in `model_snapshot`. Members it does not know are passed over; of a
/// member that comes twice the later one stands.
///
/// @errors errc::malformed_file: not JSON (with the position), or `name`, `modelCount` or `created` missing
///         or of another type
result<torchserve_snapshot_info> read_torchserve_json(std::string_view json);

}  // namespace ddbsnap
