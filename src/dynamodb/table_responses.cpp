#include "dynamodb/response_codec.hpp"

namespace ddbsnap::dynamodb {
namespace {

throughput read_throughput(json_reader& in) {
    throughput t;
    read_members(in, [&](std::string const& key) {
        if (key == "ReadCapacityUnits")
            t.read_units = in.integer();
        else if (key == "WriteCapacityUnits")
            t.write_units = in.integer();
        else
            in.skip();
    });
    return t;
}

key_element read_key_element(json_reader& in) {
    key_element element;
    read_members(in, [&](std::string const& key) {
        if (key == "AttributeName")
            element.attribute = in.string();
        else if (key == "KeyType")
            element.type = in.string() == "HASH" ? key_type::hash : key_type::range;
        else
            in.skip();
    });
    return element;
}

std::vector<key_element> read_key_schema(json_reader& in) {
    std::vector<key_element> keys;
    read_elements(in, [&] { keys.push_back(read_key_element(in)); });
    return keys;
}

void read_attribute(json_reader& in, std::map<std::string, scalar_type>& into) {
    std::string name, type;
    read_members(in, [&](std::string const& key) {
        if (key == "AttributeName")
            name = in.string();
        else if (key == "AttributeType")
            type = in.string();
        else
            in.skip();
    });
    into[name] = type == "N" ? scalar_type::number : type == "B" ? scalar_type::binary : scalar_type::string;
}

// A table on demand says so here; a table that never was may leave the member out.
billing_mode read_billing(json_reader& in) {
    auto mode = billing_mode::provisioned;
    read_members(in, [&](std::string const& key) {
        if (key != "BillingMode") return in.skip();
        if (in.string() == "PAY_PER_REQUEST") mode = billing_mode::pay_per_request;
    });
    return mode;
}

index_description read_index(json_reader& in) {
    index_description index;
    auto const projection = [&](std::string const& key) {
        if (key == "ProjectionType")
            index.projection = in.string();
        else
            in.skip();
    };
    read_members(in, [&](std::string const& key) {
        if (key == "IndexName")
            index.name = in.string();
        else if (key == "IndexStatus")
            index.status = in.string();
        else if (key == "KeySchema")
            index.keys = read_key_schema(in);
        else if (key == "Projection")
            read_members(in, projection);
        else if (key == "ProvisionedThroughput")
            index.provisioned = read_throughput(in);
        else if (key == "ItemCount")
            index.item_count = in.integer();
        else if (key == "IndexSizeBytes")
            index.size_bytes = in.integer();
        else
            in.skip();
    });
    return index;
}

void read_table(json_reader& in, table_description& out) {
    read_members(in, [&](std::string const& key) {
        if (key == "TableName")
            out.name = in.string();
        else if (key == "TableStatus")
            out.status = in.string();
        else if (key == "TableArn")
            out.arn = in.string();
        else if (key == "KeySchema")
            out.keys = read_key_schema(in);
        else if (key == "AttributeDefinitions")
            read_elements(in, [&] { read_attribute(in, out.attributes); });
        else if (key == "BillingModeSummary")
            out.billing = read_billing(in);
        else if (key == "ProvisionedThroughput")
            out.provisioned = read_throughput(in);
        else if (key == "ItemCount")
            out.item_count = in.integer();
        else if (key == "TableSizeBytes")
            out.size_bytes = in.integer();
        else if (key == "CreationDateTime")
            out.created = in.real();
        else if (key == "GlobalSecondaryIndexes")
            read_elements(in, [&] { out.global_indexes.push_back(read_index(in)); });
        else
            in.skip();
    });
}

}  // namespace

void decode(json_reader& in, table_description& out) {
    read_members(in, [&](std::string const& key) {
        if (key == "TableDescription" || key == "Table")
            read_table(in, out);
        else
            in.skip();
    });
}

void decode(json_reader& in, list_tables_output& out) {
    read_members(in, [&](std::string const& key) {
        if (key == "TableNames")
            read_elements(in, [&] { out.tables.emplace_back(in.string()); });
        else if (key == "LastEvaluatedTableName")
            out.last_table = in.string();
        else
            in.skip();
    });
}

void decode(json_reader& in, time_to_live& out) {
    auto const member = [&](std::string const& key) {
        if (key == "TimeToLiveStatus")
            out.status = in.string();
        else if (key == "Enabled")
            out.status = in.boolean() ? "ENABLING" : "DISABLING";
        else if (key == "AttributeName")
            out.attribute = in.string();
        else
            in.skip();
    };
    read_members(in, [&](std::string const& key) {
        if (key == "TimeToLiveSpecification" || key == "TimeToLiveDescription")
            read_members(in, member);
        else
            in.skip();
    });
}

}  // namespace ddbsnap::dynamodb
