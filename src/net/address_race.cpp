#include "net/address_race.hpp"

namespace ddbsnap::net {

std::vector<std::size_t> interleaved(std::vector<bool> const& is_v6) {
    std::vector<std::size_t> first, second, order;
    for (std::size_t i = 0; i < is_v6.size(); ++i) (is_v6[i] == is_v6[0] ? first : second).push_back(i);
    for (std::size_t i = 0; i < is_v6.size(); ++i) {
        if (i < first.size()) order.push_back(first[i]);
        if (i < second.size()) order.push_back(second[i]);
    }
    return order;
}

address_race::move address_race::next(steady_time now) noexcept {
    using enum move::kind;
    if (failed_ == addresses_) return {lost};
    if (started_ == addresses_) return {wait};
    if (now < next_at_) return {wait, 0, next_at_};
    next_at_ = now + stagger;
    return {start, started_++};
}

void address_race::failed() noexcept {
    ++failed_;
    next_at_ = steady_time::min();
}

}  // namespace ddbsnap::net
