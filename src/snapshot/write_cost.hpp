#pragma once

#include <ddbsnap/operations.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace ddbsnap {

/// What an operation on a store has cost so far.
struct write_cost {
    std::size_t requests = 0;
    double units = 0;

    void add(std::optional<consumed_capacity> const& c) {
        if (c) units += c->units;
    }
    void add(std::vector<consumed_capacity> const& all) {
        for (auto const& c : all) units += c.units;
    }
};

}  // namespace ddbsnap
