#include "cli/copy_ledger.hpp"

namespace ddbsnap::cli {
namespace {

using presence = copy_ledger::presence;

presence compare(std::optional<std::uint64_t> size, std::optional<std::uint64_t> there) {
    if (!size || !there) return presence::maybe_there;
    return *size == *there ? presence::there : presence::other_there;
}

}  // namespace

copy_ledger::finding copy_ledger::find(copy_place const& place, std::optional<std::uint64_t> size) const {
    auto const named = sizes_.find(place.name);
    if (named == sizes_.end()) return {};
    auto const& times = named->second;
    auto found = times.find(place.created);
    if (found == times.end() && place.is_unique_name) found = times.begin();
    if (found == times.end()) return {};
    return {compare(size, found->second), found->first, found->second};
}

}  // namespace ddbsnap::cli
