#include "cli/watch_journal.hpp"

#include <algorithm>

namespace ddbsnap::cli {

bool watch_journal::is_known(std::string const& file_name, file_version const& version) const {
    auto const found = seen_.find(file_name);
    return found != seen_.end() && found->second == version;
}

bool watch_journal::is_missed(snapshot_position const& position) const {
    if (stored_ && position <= *stored_) return false;
    return std::none_of(under_way_.begin(), under_way_.end(),
                        [&](auto const& one) { return position <= one.second.position; });
}

void watch_journal::accepted(std::string const& file_name, file_version const& version,
                             std::string const& saved_as, snapshot_position position) {
    seen_[file_name] = version;
    under_way_.emplace(saved_as, under_way{file_name, std::move(position)});
}

void watch_journal::ended(std::string const& saved_as, bool failed) {
    auto const found = under_way_.find(saved_as);
    if (found == under_way_.end()) return;  // one of an earlier process, from the spool directory
    if (failed)
        seen_.erase(found->second.file_name);
    else
        raise(stored_, std::move(found->second.position));
    under_way_.erase(found);
}

void watch_journal::keep_only(std::set<std::string> const& file_names) {
    std::erase_if(seen_, [&](auto const& one) { return !file_names.contains(one.first); });
}

}  // namespace ddbsnap::cli
