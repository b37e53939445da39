#pragma once

#include "aws/json_reader.hpp"

#include <ddbsnap/operations.hpp>

namespace ddbsnap::dynamodb {

using aws::json_reader;

// Each reads the whole response document; what an output has no place for is passed over. Errors are the
// reader's.

void decode(json_reader& in, put_item_output& out);
void decode(json_reader& in, get_item_output& out);
void decode(json_reader& in, update_item_output& out);
void decode(json_reader& in, delete_item_output& out);
void decode(json_reader& in, page_output& out);
void decode(json_reader& in, batch_write_output& out);
void decode(json_reader& in, batch_get_output& out);
void decode(json_reader& in, transact_write_output& out);
void decode(json_reader& in, table_description& out);  ///< in `TableDescription` or `Table`
void decode(json_reader& in, list_tables_output& out);
void decode(json_reader& in, time_to_live& out);  ///< of UpdateTimeToLive and DescribeTimeToLive

/// Calls `member(key)` for each member of the object that comes.
template <class Member>
void read_members(json_reader& in, Member member) {
    for (in.enter_object(); in.next_key();) member(std::string(in.key()));
}

/// Calls `element()` for each element of the array that comes.
template <class Element>
void read_elements(json_reader& in, Element element) {
    for (in.enter_array(); in.next_element();) element();
}

}  // namespace ddbsnap::dynamodb
