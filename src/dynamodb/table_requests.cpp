#include "dynamodb/request_codec.hpp"

namespace ddbsnap::dynamodb {
namespace {

std::string_view letter_of(scalar_type type) {
    switch (type) {
        case scalar_type::string:
            return "S";
        case scalar_type::number:
            return "N";
        case scalar_type::binary:
            return "B";
    }
    return {};
}

void write_key_schema(json_writer& out, std::vector<key_element> const& keys) {
    out.key("KeySchema");
    out.begin_array();
    for (auto const& key : keys) {
        out.begin_object();
        out.member("AttributeName", key.attribute);
        out.member("KeyType", key.type == key_type::hash ? "HASH" : "RANGE");
        out.end_object();
    }
    out.end_array();
}

void write_throughput(json_writer& out, std::optional<throughput> const& t) {
    if (!t) return;
    out.key("ProvisionedThroughput");
    out.begin_object();
    out.member("ReadCapacityUnits", t->read_units);
    out.member("WriteCapacityUnits", t->write_units);
    out.end_object();
}

void write_projection(json_writer& out, index_definition const& index) {
    out.key("Projection");
    out.begin_object();
    out.member("ProjectionType", index.projection);
    if (!index.included.empty()) {
        out.key("NonKeyAttributes");
        out.begin_array();
        for (auto const& name : index.included) out.string(name);
        out.end_array();
    }
    out.end_object();
}

void write_index(json_writer& out, index_definition const& index) {
    out.begin_object();
    out.member("IndexName", index.name);
    write_key_schema(out, index.keys);
    write_projection(out, index);
    write_throughput(out, index.provisioned);
    out.end_object();
}

}  // namespace

void encode(json_writer& out, create_table_request const& r) {
    out.member("TableName", r.table);
    out.key("AttributeDefinitions");
    out.begin_array();
    for (auto const& [name, type] : r.attributes) {
        out.begin_object();
        out.member("AttributeName", name);
        out.member("AttributeType", letter_of(type));
        out.end_object();
    }
    out.end_array();
    write_key_schema(out, r.keys);
    if (!r.global_indexes.empty()) {
        out.key("GlobalSecondaryIndexes");
        out.begin_array();
        for (auto const& index : r.global_indexes) write_index(out, index);
        out.end_array();
    }
    out.member("BillingMode", r.billing == billing_mode::provisioned ? "PROVISIONED" : "PAY_PER_REQUEST");
    write_throughput(out, r.provisioned);
}

void encode(json_writer& out, list_tables_request const& r) {
    out.member_unless_empty("ExclusiveStartTableName", r.start_table);
    if (r.limit) out.member("Limit", std::int64_t{*r.limit});
}

}  // namespace ddbsnap::dynamodb
