#include "core/spare_buffers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace ddbsnap {
namespace {

// Strings may be given back by objects that go when the thread's own have gone. This stays readable.
thread_local bool is_gone = false;

struct store {
    ~store() { is_gone = true; }

    static constexpr std::size_t most_bytes = 1u << 20;
    static constexpr std::size_t least_bytes = 2048;  // smaller ones are cheap to have anew

    std::array<std::string, 4> kept;
    std::ptrdiff_t count = 0;
    std::size_t bytes = 0;
};

thread_local store spare;

}  // namespace

std::string take_spare(std::size_t wanted) noexcept {
    if (is_gone || spare.count == 0) return {};
    auto const begin = spare.kept.begin();
    auto const is_better = [wanted](std::string const& a, std::string const& b) {
        bool const a_fits = a.capacity() >= wanted, b_fits = b.capacity() >= wanted;
        if (a_fits != b_fits) return a_fits;
        return a_fits ? a.capacity() < b.capacity() : a.capacity() > b.capacity();
    };
    auto const best = std::min_element(begin, begin + spare.count, is_better);
    auto taken = std::move(*best);
    *best = std::move(spare.kept[--spare.count]);
    spare.kept[spare.count] = {};
    spare.bytes -= taken.capacity();
    taken.clear();
    return taken;
}

void keep_spare(std::string s) noexcept {
    if (is_gone || s.capacity() < store::least_bytes) return;
    auto const begin = spare.kept.begin();
    auto place = begin + spare.count;
    if (place == spare.kept.end()) {
        place = std::min_element(begin, place,
                                 [](auto const& a, auto const& b) { return a.capacity() < b.capacity(); });
        if (place->capacity() >= s.capacity()) return;
    }
    auto const replaced = place == begin + spare.count ? 0 : place->capacity();
    if (spare.bytes - replaced + s.capacity() > store::most_bytes) return;
    spare.bytes += s.capacity() - replaced;
    if (replaced == 0) ++spare.count;
    *place = std::move(s);
}

}  // namespace ddbsnap
