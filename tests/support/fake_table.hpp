#pragma once

#include "support/reaction.hpp"

#include <ddbsnap/operations.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ddbsnap::test {

/// A table of snapshots that answers a fault_server's requests: what the DynamoDB store asks, and no more.
/// Its condition is that of a head, its index the month's, its filter that of parts. Any write takes one unit
/// an item.
class fake_table {
   public:
    using key = std::pair<std::string, std::string>;  ///< snapshotName, createdOn

    /// What becomes of a request.
    enum class fate {
        served,
        refused,  ///< 400, not carried out
        lost,     ///< carried out, and then a 500
    };
    /// Asked for each request, which are counted from 0; null: all are served.
    std::function<fate(std::size_t)> decide{};
    /// Puts of BatchWriteItem that come back, by snapshotName.
    std::vector<std::string> unprocessed{};
    bool tells_conflicting_item = true;
    std::string not_yet_in_index{};  ///< a snapshotName: indexes follow the table after a while

    std::map<key, item> items;

    behaviour serve();

    /// Operations, in the order in which they came.
    std::vector<std::string> const& operations() const { return operations_; }
    std::size_t count(std::string_view operation) const;
    /// The names of items that begin so.
    std::vector<std::string> names_with(std::string_view text) const;

   private:
    struct request;
    struct outcome {
        int status = 200;
        std::string document;
    };

    std::string answer(received_request const& r);
    outcome carry_out(request const& r);
    outcome put(request const& r);
    outcome get(request const& r) const;
    outcome move_head(request const& r);
    outcome write_batch(request const& r);
    outcome get_batch(request const& r) const;
    outcome select(request const& r) const;
    bool is_selected(request const& r, item const& i) const;

    std::vector<std::string> operations_;
};

}  // namespace ddbsnap::test
