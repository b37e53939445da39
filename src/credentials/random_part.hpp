#pragma once

#include <ddbsnap/world.hpp>

#include <random>

namespace ddbsnap {

/// A number in [0, 1): the world's, else one of this thread's own.
inline double random_part(world const& outside) {
    if (outside.random) return outside.random();
    thread_local std::minstd_rand generator{std::random_device{}()};
    return std::uniform_real_distribution<>(0, 1)(generator);
}

}  // namespace ddbsnap
