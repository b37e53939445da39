#pragma once

#include "model_server/registry.hpp"

#include <ddbsnap/torchserve.hpp>

#include <string>
#include <string_view>

namespace model_server {

/// What one snapshot holds.
struct server_state {
    /// The configuration that a restored snapshot came with; goes back as it was.
    ddbsnap::properties config;
    registry models;
};

/// The text of a snapshot as TorchServe writes it: Java properties, of which `model_snapshot` is JSON.
///
/// @param least_bytes  for measurements: the text is made so long by a key `padding`
std::string write_state(server_state const&, std::string const& name, ddbsnap::system_time created,
                        std::size_t least_bytes = 0);

/// @errors errc::malformed_file: no text of that kind; says where
ddbsnap::result<server_state> read_state(std::string_view text);

}  // namespace model_server
