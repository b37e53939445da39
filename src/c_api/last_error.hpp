#pragma once

#include <ddbsnap/ddbsnap.h>
#include <ddbsnap/error.hpp>

#include <string>
#include <string_view>

namespace ddbsnap::c_api {

/// Keeps the text for ddbsnap_last_error() of this thread, and returns the status.
ddbsnap_status refuse(ddbsnap_status status, std::string_view why) noexcept;
/// The same with the status that the failure's code means.
ddbsnap_status refuse(failure const& f);

/// The text; never null.
char const* last_error() noexcept;

}  // namespace ddbsnap::c_api
