#pragma once

#include "aws/json_writer.hpp"

#include <ddbsnap/operations.hpp>

namespace ddbsnap::dynamodb {

using aws::json_writer;

// The members of each request, into the object that is open.

void encode(json_writer& out, put_item_request const& r);
void encode(json_writer& out, get_item_request const& r);
void encode(json_writer& out, update_item_request const& r);
void encode(json_writer& out, delete_item_request const& r);
void encode(json_writer& out, query_request const& r);
void encode(json_writer& out, scan_request const& r);
void encode(json_writer& out, batch_write_request const& r);
void encode(json_writer& out, batch_get_request const& r);
void encode(json_writer& out, transact_write_request const& r);
void encode(json_writer& out, create_table_request const& r);
void encode(json_writer& out, list_tables_request const& r);

}  // namespace ddbsnap::dynamodb
