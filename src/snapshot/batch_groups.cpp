#include "snapshot/batch_groups.hpp"

#include <algorithm>

namespace ddbsnap {
namespace {

struct group {
    std::vector<batch_candidate const*> members;
    std::size_t size = 0;

    bool has_room_for(batch_candidate const& c) const {
        if (members.size() == items_in_batch || size + c.size > bytes_in_batch) return false;
        return std::none_of(members.begin(), members.end(), [&](auto const* m) { return m->key == c.key; });
    }
};

}  // namespace

std::vector<std::vector<std::size_t>> group_into_batches(std::vector<batch_candidate> const& candidates) {
    std::vector<group> groups;
    for (auto const& c : candidates) {
        auto const fits = [&](group const& g) { return g.has_room_for(c); };
        auto found = std::find_if(groups.begin(), groups.end(), fits);
        if (found == groups.end()) found = groups.insert(groups.end(), group{});
        found->members.push_back(&c);
        found->size += c.size;
    }
    std::vector<std::vector<std::size_t>> indexes;
    for (auto const& g : groups) {
        auto& of_group = indexes.emplace_back();
        for (auto const* m : g.members) of_group.push_back(m->index);
    }
    return indexes;
}

}  // namespace ddbsnap
