#pragma once

#include <ddbsnap/ddbsnap.h>
#include <ddbsnap/snapshot_writer.hpp>

#include <string>
#include <vector>

namespace ddbsnap::c_api {

/// Why a snapshot ended so, for a person; empty when there is nothing to say.
std::string message_of(save_report const& r);

/// A report for C that points into `r` and `message`.
ddbsnap_report view_of(save_report const& r, char const* message) noexcept;

/// Copies in one block of malloc(); they throw std::bad_alloc.
ddbsnap_reports* copy_reports(std::vector<save_report> const& reports);
ddbsnap_snapshot* copy_snapshot(snapshot const& s);

}  // namespace ddbsnap::c_api
