#pragma once

#include "support/http_text.hpp"

#include <ddbsnap/dynamodb_client.hpp>

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace ddbsnap::test {

/// One of dynamodb_client's operations, reduced to what the fault tests need of it.
struct operation {
    std::string name;     ///< "put_item"
    bool writes = false;  ///< to what DynamoDB keeps
    /// Runs it on `table`; gives the name of the table that the answer is about.
    std::function<dynamodb_client::reply<std::string>(dynamodb_client&, std::string const& table)> run{};
};

void PrintTo(operation const&, std::ostream*);

/// All of them.
std::vector<operation> const& operations();
/// A put of so much that it is made ready on the blocking thread.
operation const& large_put();
operation const& operation_called(std::string_view name);

/// A name for table number `n`, made longer by `padding` where the request has to be a large one.
std::string table_number(int n, std::size_t padding = 0);

/// The name, without padding, of the table that a request is about: what ties an answer to its request.
std::string table_in(std::string_view text);

/// What DynamoDB would answer: JSON alone, and all of it.
std::string good_json(received_request const&);
std::string good_answer(received_request const&);

}  // namespace ddbsnap::test
