#pragma once

#include "cli/copy_route.hpp"

#include <ddbsnap/snapshot.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ddbsnap::cli {

/// What the store that is copied into has, so that nothing is copied twice and nothing is replaced.
class copy_ledger {
   public:
    enum class presence {
        absent,
        there,
        other_there,  ///< under that name and time, with another size
        maybe_there,  ///< under that name and time; the size is not known without reading it
    };

    struct finding {
        presence what = presence::absent;
        system_time created{};  ///< of what is there
        std::optional<std::uint64_t> size;
    };

    explicit copy_ledger(std::vector<snapshot_info> const& in_store) {
        for (auto const& info : in_store) add(info);
    }

    void add(snapshot_info const& stored) { sizes_[stored.name][stored.created] = stored.size; }

    finding find(copy_place const& place, std::optional<std::uint64_t> size) const;

   private:
    using by_time = std::map<system_time, std::optional<std::uint64_t>>;

    std::map<std::string, by_time, std::less<>> sizes_;
};

}  // namespace ddbsnap::cli
