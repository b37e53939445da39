#include "dynamodb/request_codec.hpp"
#include "dynamodb/value_codec.hpp"

namespace ddbsnap::dynamodb {
namespace {

void write_item_member(json_writer& out, std::string_view name, item const& value) {
    out.key(name);
    write_item(out, value);
}

void write_if_any(json_writer& out, std::string_view name, item const& value) {
    if (!value.empty()) write_item_member(out, name, value);
}

void write_names(json_writer& out, expression_names const& names) {
    if (names.empty()) return;
    out.key("ExpressionAttributeNames");
    out.begin_object();
    for (auto const& [placeholder, name] : names) out.member(placeholder, name);
    out.end_object();
}

void write_returned(json_writer& out, return_values returned) {
    switch (returned) {
        case return_values::none:
            return;
        case return_values::all_old:
            return out.member("ReturnValues", "ALL_OLD");
        case return_values::updated_old:
            return out.member("ReturnValues", "UPDATED_OLD");
        case return_values::all_new:
            return out.member("ReturnValues", "ALL_NEW");
        case return_values::updated_new:
            return out.member("ReturnValues", "UPDATED_NEW");
    }
}

void write_capacity(json_writer& out, return_capacity capacity) {
    if (capacity == return_capacity::none) return;
    out.member("ReturnConsumedCapacity", capacity == return_capacity::total ? "TOTAL" : "INDEXES");
}

// What PutItem, UpdateItem and DeleteItem have in common.
template <class Write>
void write_condition(json_writer& out, Write const& r) {
    out.member_unless_empty("ConditionExpression", r.condition);
    write_names(out, r.names);
    write_if_any(out, "ExpressionAttributeValues", r.values);
    if (r.return_old_on_condition_failure) out.member("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
}

template <class Write>
void write_wishes(json_writer& out, Write const& r) {
    write_returned(out, r.returned);
    write_capacity(out, r.capacity);
}

// What Query and Scan have in common.
template <class Read>
void write_selection(json_writer& out, Read const& r) {
    out.member("TableName", r.table);
    out.member_unless_empty("IndexName", r.index);
    out.member_unless_empty("FilterExpression", r.filter);
    out.member_unless_empty("ProjectionExpression", r.projection);
    write_names(out, r.names);
    write_if_any(out, "ExpressionAttributeValues", r.values);
    write_if_any(out, "ExclusiveStartKey", r.start_key);
    if (r.limit) out.member("Limit", std::int64_t{*r.limit});
    if (r.consistent) out.member("ConsistentRead", true);
    if (r.count_only) out.member("Select", "COUNT");
    write_capacity(out, r.capacity);
}

void write_write_request(json_writer& out, write_request const& r) {
    bool const is_put = r.what == write_request::kind::put;
    out.begin_object();
    out.key(is_put ? "PutRequest" : "DeleteRequest");
    out.begin_object();
    write_item_member(out, is_put ? "Item" : "Key", r.content);
    out.end_object();
    out.end_object();
}

std::string_view name_of(transact_action::kind what) {
    switch (what) {
        case transact_action::kind::put:
            return "Put";
        case transact_action::kind::update:
            return "Update";
        case transact_action::kind::remove:
            return "Delete";
        case transact_action::kind::check:
            return "ConditionCheck";
    }
    return {};
}

void write_action(json_writer& out, transact_action const& a) {
    out.begin_object();
    out.key(name_of(a.what));
    out.begin_object();
    out.member("TableName", a.table);
    write_item_member(out, a.what == transact_action::kind::put ? "Item" : "Key", a.content);
    out.member_unless_empty("UpdateExpression", a.update);
    write_condition(out, a);
    out.end_object();
    out.end_object();
}

void write_keys(json_writer& out, keys_request const& r) {
    out.begin_object();
    out.key("Keys");
    out.begin_array();
    for (auto const& key : r.keys) write_item(out, key);
    out.end_array();
    if (r.consistent) out.member("ConsistentRead", true);
    out.member_unless_empty("ProjectionExpression", r.projection);
    write_names(out, r.names);
    out.end_object();
}

}  // namespace

void encode(json_writer& out, put_item_request const& r) {
    out.member("TableName", r.table);
    write_item_member(out, "Item", r.item);
    write_condition(out, r);
    write_wishes(out, r);
}

void encode(json_writer& out, get_item_request const& r) {
    out.member("TableName", r.table);
    write_item_member(out, "Key", r.key);
    if (r.consistent) out.member("ConsistentRead", true);
    out.member_unless_empty("ProjectionExpression", r.projection);
    write_names(out, r.names);
    write_capacity(out, r.capacity);
}

void encode(json_writer& out, update_item_request const& r) {
    out.member("TableName", r.table);
    write_item_member(out, "Key", r.key);
    out.member_unless_empty("UpdateExpression", r.update);
    write_condition(out, r);
    write_wishes(out, r);
}

void encode(json_writer& out, delete_item_request const& r) {
    out.member("TableName", r.table);
    write_item_member(out, "Key", r.key);
    write_condition(out, r);
    write_wishes(out, r);
}

void encode(json_writer& out, query_request const& r) {
    write_selection(out, r);
    out.member("KeyConditionExpression", r.key_condition);
    if (!r.forward) out.member("ScanIndexForward", false);
}

void encode(json_writer& out, scan_request const& r) {
    write_selection(out, r);
    if (!r.segment) return;
    out.member("Segment", std::int64_t{r.segment->first});
    out.member("TotalSegments", std::int64_t{r.segment->second});
}

void encode(json_writer& out, batch_write_request const& r) {
    out.key("RequestItems");
    out.begin_object();
    for (auto const& [table, requests] : r.tables) {
        out.key(table);
        out.begin_array();
        for (auto const& request : requests) write_write_request(out, request);
        out.end_array();
    }
    out.end_object();
    write_capacity(out, r.capacity);
}

void encode(json_writer& out, batch_get_request const& r) {
    out.key("RequestItems");
    out.begin_object();
    for (auto const& [table, keys] : r.tables) {
        out.key(table);
        write_keys(out, keys);
    }
    out.end_object();
    write_capacity(out, r.capacity);
}

void encode(json_writer& out, transact_write_request const& r) {
    out.key("TransactItems");
    out.begin_array();
    for (auto const& action : r.actions) write_action(out, action);
    out.end_array();
    out.member_unless_empty("ClientRequestToken", r.client_request_token);
    write_capacity(out, r.capacity);
}

}  // namespace ddbsnap::dynamodb
