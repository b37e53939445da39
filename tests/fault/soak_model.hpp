#pragma once

#include "support/reaction.hpp"

#include <map>
#include <random>
#include <set>
#include <string>

namespace ddbsnap::test {

/// The table behind a server that answers PutItem and GetItem with faults drawn by lot, and remembers what it
/// really did.
class soak_model {
   public:
    explicit soak_model(std::uint32_t seed) : random_(seed) {}

    /// For behaviour::on_request.
    reaction next();

    bool was_applied(std::string const& value) const { return applied_.count(value) != 0; }
    bool was_ever_at(std::string const& key, std::string const& value) const;

    /// How often each way of answering was taken.
    std::map<std::string, int> const& drawn() const { return drawn_; }

   private:
    enum class doing { nothing, all };

    reaction draw_storm();
    std::string carry_out(received_request const&);
    reaction answer(std::string_view name);
    /// Carries the request out, and then answers with something else.
    reaction answer_instead(std::string_view name, std::string text);
    reaction refuse(std::string_view name, std::string text);

    std::minstd_rand random_;
    int requests_ = 0;
    std::map<std::string, std::string> items_;              // what is there
    std::map<std::string, std::set<std::string>> history_;  // and what ever was
    std::set<std::string> applied_;
    std::map<std::string, int> drawn_;
};

/// The first word of the form `prefix` and digits in `text`; empty when there is none.
std::string word_in(std::string_view text, std::string_view prefix);

}  // namespace ddbsnap::test
