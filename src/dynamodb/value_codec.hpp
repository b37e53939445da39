#pragma once

#include "aws/json_reader.hpp"
#include "aws/json_writer.hpp"

#include <ddbsnap/attribute_value.hpp>

namespace ddbsnap::dynamodb {

using aws::json_reader;
using aws::json_writer;

/// `{"S":"..."}` and its nine sisters.
void write_value(json_writer& out, attribute_value const& value);
void write_item(json_writer& out, item const& attributes);

/// On malformed input the reader says so and the value is unspecified.
attribute_value read_value(json_reader& in);
item read_item(json_reader& in);

}  // namespace ddbsnap::dynamodb
