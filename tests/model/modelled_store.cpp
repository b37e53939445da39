#include "model/modelled_store.hpp"

namespace ddbsnap::test {
namespace {

failure passing_failure(int n) {
    switch (n % 7) {
        case 0:
            return failure(errc::connect_failed, "refused");
        case 1:
            return failure(errc::timeout, "no answer");
        case 2:
            return failure(service_errc::provisioned_throughput_exceeded, "slow down");
        case 3:
            return failure(service_errc::internal_server_error, "sorry");
        case 4:
            return failure(errc::credentials_failed, "no keys now");
        case 5:
            return failure(errc::connection_closed, "closed");
        default:
            return failure(service_errc::throttling, "slow down");
    }
}

failure final_failure(int n) {
    switch (n % 3) {
        case 0:
            return failure(service_errc::access_denied, "not allowed");
        case 1:
            return failure(errc::table_missing, "no such table");
        default:
            return failure(service_errc::item_collection_size_limit_exceeded, "no");
    }
}

}  // namespace

void modelled_store::play() {
    std::set<std::string> under_way;
    for (auto const& c : puppet->open)
        for (auto const& r : c->requests)
            EXPECT_TRUE(under_way.insert(r.series).second)
                << "two of series " << r.series << " at the same time";
    for (auto const& c : std::vector(puppet->open)) {
        if (c->output) continue;
        check(*c);
        if (roll(3) != 0) answer(*c);
    }
}

void modelled_store::check(call const& c) {
    EXPECT_LE(c.requests.size(), 25u);
    for (auto const& r : c.requests) {
        auto const found = newest_.find(r.series);
        if (found == newest_.end()) continue;
        EXPECT_GE(*r.created, found->second.created) << "older than what is stored: " << r.name;
    }
}

void modelled_store::answer(call& c) {
    save_all_output out;
    int const fate = is_away_ ? 1 : roll(10);
    for (auto const& r : c.requests) out.snapshots.push_back(answer_one(r, fate));
    c.answer(std::move(out));
}

// Fates below 6 are those of the whole batch.
result<save_receipt> modelled_store::answer_one(save_request const& r, int fate) {
    if (!has_table_) return final_failure(1);
    bool const is_mixed = fate == 0 && !is_away_;
    if (fate == 1) return passing_failure(is_away_ ? 0 : roll(7));
    if (fate == 2 || (is_mixed && roll(8) == 0)) {
        apply(r);
        return failure(errc::connection_closed, "the answer was lost");
    }
    if (is_mixed && roll(3) == 0) return passing_failure(6);
    if (is_mixed && roll(20) == 0) return final_failure(roll(3));
    apply(r);
    return save_receipt{puppet_store::info_of(r), roll(50) != 0};
}

void modelled_store::apply(save_request const& r) {
    auto& newest = newest_[r.series];
    names_[r.series].insert(r.name);
    if (*r.created < newest.created) return;
    newest = {*r.created, r.name};
    auto const before = puppet->newest.find(r.series);
    if (before != puppet->newest.end() && before->second->created > *r.created) return;
    snapshot s;
    static_cast<snapshot_info&>(s) = puppet_store::info_of(r);
    puppet->newest.insert_or_assign(r.series, std::move(s));
}

void modelled_store::take_some_silently() {
    for (auto const& c : puppet->open)
        for (auto const& r : c->requests)
            if (roll(2) == 0) apply(r);
}

}  // namespace ddbsnap::test
