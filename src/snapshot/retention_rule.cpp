#include "snapshot/retention_rule.hpp"

namespace ddbsnap {

result<void> check_retention(retention const& rule) {
    if (rule.orphans && (rule.keep || rule.older_than))
        return failure(errc::invalid_argument, "orphans are removed by themselves",
                       "leave out --keep and --older-than, or --orphans");
    if (rule.orphans) return {};
    if (!rule.keep && !rule.older_than)
        return failure(errc::invalid_argument, "nothing says which snapshots to remove",
                       "set --keep, --older-than or --orphans");
    if (rule.keep == std::size_t{0})
        return failure(errc::invalid_argument, "at least one snapshot is kept", "use --keep 1 or more");
    return {};
}

std::vector<snapshot_info> select_for_removal(std::vector<snapshot_info> const& newest_first,
                                              retention const& rule, system_time now) {
    std::vector<snapshot_info> doomed;
    for (std::size_t rank = 1; rank < newest_first.size(); ++rank) {
        auto const& s = newest_first[rank];
        bool const beyond_count = !rule.keep || rank >= *rule.keep;
        bool const beyond_age = !rule.older_than || s.created < now - *rule.older_than;
        if (beyond_count && beyond_age) doomed.push_back(s);
    }
    return doomed;
}

}  // namespace ddbsnap
