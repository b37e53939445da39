#include "dynamodb/response_codec.hpp"
#include "dynamodb/value_codec.hpp"

namespace ddbsnap::dynamodb {
namespace {

consumed_capacity read_capacity(json_reader& in) {
    consumed_capacity c;
    read_members(in, [&](std::string const& key) {
        if (key == "TableName")
            c.table = in.string();
        else if (key == "CapacityUnits")
            c.units = in.real();
        else if (key == "ReadCapacityUnits")
            c.read_units = in.real();
        else if (key == "WriteCapacityUnits")
            c.write_units = in.real();
        else
            in.skip();
    });
    return c;
}

std::vector<consumed_capacity> read_capacities(json_reader& in) {
    std::vector<consumed_capacity> all;
    read_elements(in, [&] { all.push_back(read_capacity(in)); });
    return all;
}

std::vector<item> read_items(json_reader& in) {
    std::vector<item> items;
    read_elements(in, [&] { items.push_back(read_item(in)); });
    return items;
}

// The outputs of PutItem, UpdateItem and DeleteItem have the same members.
template <class Output>
void decode_write(json_reader& in, Output& out) {
    read_members(in, [&](std::string const& key) {
        if (key == "Attributes")
            out.attributes = read_item(in);
        else if (key == "ConsumedCapacity")
            out.capacity = read_capacity(in);
        else
            in.skip();
    });
}

write_request read_write_request(json_reader& in) {
    write_request r;
    read_members(in, [&](std::string const& kind) {
        r.what = kind == "PutRequest" ? write_request::kind::put : write_request::kind::remove;
        read_members(in, [&](std::string const&) { r.content = read_item(in); });
    });
    return r;
}

expression_names read_names(json_reader& in) {
    expression_names names;
    read_members(in, [&](std::string const& key) { names[key] = in.string(); });
    return names;
}

keys_request read_keys(json_reader& in) {
    keys_request r;
    read_members(in, [&](std::string const& key) {
        if (key == "Keys")
            r.keys = read_items(in);
        else if (key == "ConsistentRead")
            r.consistent = in.boolean();
        else if (key == "ProjectionExpression")
            r.projection = in.string();
        else if (key == "ExpressionAttributeNames")
            r.names = read_names(in);
        else
            in.skip();
    });
    return r;
}

std::vector<write_request> read_write_requests(json_reader& in) {
    std::vector<write_request> requests;
    read_elements(in, [&] { requests.push_back(read_write_request(in)); });
    return requests;
}

}  // namespace

void decode(json_reader& in, put_item_output& out) { decode_write(in, out); }
void decode(json_reader& in, update_item_output& out) { decode_write(in, out); }
void decode(json_reader& in, delete_item_output& out) { decode_write(in, out); }

void decode(json_reader& in, get_item_output& out) {
    read_members(in, [&](std::string const& key) {
        if (key == "Item")
            out.item = read_item(in);
        else if (key == "ConsumedCapacity")
            out.capacity = read_capacity(in);
        else
            in.skip();
    });
}

void decode(json_reader& in, page_output& out) {
    read_members(in, [&](std::string const& key) {
        if (key == "Items")
            out.items = read_items(in);
        else if (key == "Count")
            out.count = in.integer();
        else if (key == "ScannedCount")
            out.scanned_count = in.integer();
        else if (key == "LastEvaluatedKey")
            out.last_key = read_item(in);
        else if (key == "ConsumedCapacity")
            out.capacity = read_capacity(in);
        else
            in.skip();
    });
}

void decode(json_reader& in, batch_write_output& out) {
    auto const table = [&](std::string const& name) { out.unprocessed[name] = read_write_requests(in); };
    read_members(in, [&](std::string const& key) {
        if (key == "UnprocessedItems")
            read_members(in, table);
        else if (key == "ConsumedCapacity")
            out.capacity = read_capacities(in);
        else
            in.skip();
    });
}

void decode(json_reader& in, batch_get_output& out) {
    auto const found = [&](std::string const& name) { out.items[name] = read_items(in); };
    auto const left = [&](std::string const& name) { out.unprocessed[name] = read_keys(in); };
    read_members(in, [&](std::string const& key) {
        if (key == "Responses")
            read_members(in, found);
        else if (key == "UnprocessedKeys")
            read_members(in, left);
        else if (key == "ConsumedCapacity")
            out.capacity = read_capacities(in);
        else
            in.skip();
    });
}

void decode(json_reader& in, transact_write_output& out) {
    read_members(in, [&](std::string const& key) {
        if (key == "ConsumedCapacity")
            out.capacity = read_capacities(in);
        else
            in.skip();
    });
}

}  // namespace ddbsnap::dynamodb
