#pragma once

#include "cli/copy_series.hpp"

#include <string>

namespace ddbsnap::cli {

/// What a copy is told of besides its outcome.
struct copy_facts {
    std::string series;
    std::string from;
    std::string to;
    bool dry_run = false;
    std::size_t unreadable = 0;  ///< in the store that is copied from, and told of while it was listed
};

/// `{"series":...,"from":...,"to":...,"total":...,"copied":...,"alreadyThere":...,"failed":...,"bytes":...,
/// "complete":...,"dryRun":...,"failures":[{"name":...,"created":...,"why":...}]}`
std::string to_json(copy_outcome const& outcome, copy_facts const& facts);

/// "copied 3 (12.0 KB) from A to B; 2 were there already; 1 failed".
std::string describe(copy_outcome const& outcome, copy_facts const& facts);

}  // namespace ddbsnap::cli
