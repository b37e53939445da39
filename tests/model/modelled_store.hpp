#pragma once

#include "support/puppet_store.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>

namespace ddbsnap::test {

/// A store that answers as the dice say: at once or late, with success, with any failure, with a part of a
/// batch, with an answer that is lost after the work was done. It checks what a store can check: that nothing
/// older comes after something newer, and only one of a series at a time.
class modelled_store {
   public:
    explicit modelled_store(std::mt19937_64& dice) : dice_(dice) {}

    std::shared_ptr<puppet_store> const puppet = std::make_shared<puppet_store>();

    /// Looks at the calls that have come, and answers some.
    void play();
    /// From now on, or not: it cannot be reached, or has no table.
    void be_away(bool away) {
        is_away_ = away;
        has_table_ = !away || roll(4) != 0;
    }
    /// Some of the calls that are open reach the store, though nobody will hear of it.
    void take_some_silently();
    /// Forgets calls that were answered.
    void tidy() { puppet->calls.clear(); }
    /// Another process writes from now on. Its clock may be behind the last one's.
    void begin_life() {
        newest_.clear();
        names_.clear();
    }

    struct stored {
        system_time created{};
        std::string name;
    };
    /// The newest of each series, of this process.
    std::map<std::string, stored> const& newest() const { return newest_; }
    bool has(std::string const& series, std::string const& name) const {
        auto const found = names_.find(series);
        return found != names_.end() && found->second.contains(name);
    }

   private:
    using call = puppet_store::call;

    void check(call const& c);
    void answer(call& c);
    result<save_receipt> answer_one(save_request const& r, int fate);
    void apply(save_request const& r);
    int roll(int sides) { return static_cast<int>(dice_() % static_cast<unsigned>(sides)); }

    std::mt19937_64& dice_;
    bool is_away_ = false;
    bool has_table_ = true;
    std::map<std::string, stored> newest_;
    std::map<std::string, std::set<std::string>> names_;
};

}  // namespace ddbsnap::test
