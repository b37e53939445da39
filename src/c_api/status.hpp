#pragma once

#include <ddbsnap/ddbsnap.h>
#include <ddbsnap/snapshot_writer.hpp>

#include <system_error>

namespace ddbsnap::c_api {

/// What an error code is for C.
ddbsnap_status status_of(std::error_code code) noexcept;

ddbsnap_outcome outcome_of(save_outcome outcome) noexcept;

}  // namespace ddbsnap::c_api
