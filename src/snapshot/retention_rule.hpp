#pragma once

#include <ddbsnap/snapshot_store.hpp>

#include <vector>

namespace ddbsnap {

/// @errors errc::invalid_argument when the rule would remove everything or says nothing
result<void> check_retention(retention const& rule);

/// What is to be removed of snapshots given newest first. Both parts of a rule must agree: with `keep` the
/// newest N stay whatever their age, with `older_than` the young ones stay however many. The newest always
/// stays.
std::vector<snapshot_info> select_for_removal(std::vector<snapshot_info> const& newest_first,
                                              retention const& rule, system_time now);

}  // namespace ddbsnap
