#include "fault/operations.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <ostream>
#include <stdexcept>

namespace ddbsnap::test {
namespace {

template <class T>
using reply = dynamodb_client::reply<T>;

// `result` of an operation, reduced to the table in it.
template <class T, class Get>
reply<std::string> only_table(reply<T> running, Get get) {
    auto got = co_await std::move(running);
    if (!got) co_return std::move(got).error();
    co_return std::string(get(*got));
}

std::string of(std::optional<consumed_capacity> const& capacity) { return capacity ? capacity->table : ""; }
std::string of(std::vector<consumed_capacity> const& all) { return all.empty() ? "" : all.front().table; }

auto const in_capacity = [](auto const& output) { return of(output.capacity); };
auto const in_name = [](table_description const& t) { return t.name; };
auto const in_attribute = [](time_to_live const& t) { return t.attribute; };
auto const in_json = [](std::string const& json) { return table_in(json); };
auto const in_list = [](list_tables_output const& l) {
    return l.tables.empty() ? std::string() : l.tables.front();
};

template <class Request>
Request to(std::string const& table) {
    Request r;
    r.table = table;
    r.capacity = return_capacity::total;
    return r;
}

template <class Request>
Request with_key(std::string const& table) {
    auto r = to<Request>(table);
    r.key = {{"k", "v"}};
    return r;
}

using client = dynamodb_client;
using text = std::string const;

reply<std::string> put(client& c, text& table, std::string value) {
    auto r = to<put_item_request>(table);
    r.item = {{"k", std::move(value)}};
    return only_table(c.put_item(std::move(r)), in_capacity);
}

reply<std::string> put_item(client& c, text& table) { return put(c, table, "v"); }
reply<std::string> put_large_item(client& c, text& table) { return put(c, table, std::string(100'000, 'v')); }

reply<std::string> update_item(client& c, text& table) {
    auto r = with_key<update_item_request>(table);
    r.update = "SET a = :a";
    r.values = {{":a", "b"}};
    return only_table(c.update_item(std::move(r)), in_capacity);
}

reply<std::string> query(client& c, text& table) {
    auto r = to<query_request>(table);
    r.key_condition = "k = :k";
    r.values = {{":k", "v"}};
    return only_table(c.query(std::move(r)), in_capacity);
}

reply<std::string> batch_write_item(client& c, text& table) {
    batch_write_request r;
    r.tables[table] = {write_request::put({{"k", "v"}}), write_request::remove({{"k", "w"}})};
    return only_table(c.batch_write_item(std::move(r)), in_capacity);
}

reply<std::string> batch_get_item(client& c, text& table) {
    batch_get_request r;
    r.tables[table].keys = {{{"k", "v"}}};
    return only_table(c.batch_get_item(std::move(r)), in_capacity);
}

reply<std::string> transact_write_items(client& c, text& table) {
    transact_write_request r;
    r.actions.emplace_back();
    r.actions.front().table = table;
    r.actions.front().content = {{"k", "v"}};
    return only_table(c.transact_write_items(std::move(r)), in_capacity);
}

reply<std::string> create_table(client& c, text& table) {
    create_table_request r;
    r.table = table;
    r.attributes = {{"k", scalar_type::string}};
    r.keys = {{"k", key_type::hash}};
    r.billing = billing_mode::pay_per_request;
    return only_table(c.create_table(std::move(r)), in_name);
}

reply<std::string> list_tables(client& c, text& table) {
    list_tables_request r;
    r.start_table = table;
    return only_table(c.list_tables(std::move(r)), in_list);
}

reply<std::string> get_item(client& c, text& table) {
    return only_table(c.get_item(with_key<get_item_request>(table)), in_capacity);
}
reply<std::string> delete_item(client& c, text& table) {
    return only_table(c.delete_item(with_key<delete_item_request>(table)), in_capacity);
}
reply<std::string> scan(client& c, text& table) {
    return only_table(c.scan(to<scan_request>(table)), in_capacity);
}
reply<std::string> describe_table(client& c, text& table) {
    return only_table(c.describe_table(table), in_name);
}
reply<std::string> delete_table(client& c, text& table) { return only_table(c.delete_table(table), in_name); }
reply<std::string> wait_until_active(client& c, text& table) {
    return only_table(c.wait_until_active(table, std::chrono::seconds(5)), in_name);
}
reply<std::string> update_time_to_live(client& c, text& table) {
    return only_table(c.update_time_to_live(table, "expiresAt", true), in_attribute);
}
reply<std::string> describe_time_to_live(client& c, text& table) {
    return only_table(c.describe_time_to_live(table), in_attribute);
}
reply<std::string> call(client& c, text& table) {
    return only_table(c.call("DescribeTable", fmt::format(R"({{"TableName":"{}"}})", table)), in_json);
}

// The answer for each operation, with {} for the table. The members are those of the API reference.
std::map<std::string, std::string, std::less<>> const good_answers{
    {"PutItem", R"({"ConsumedCapacity":{"TableName":"{}","CapacityUnits":1}})"},
    {"GetItem", R"({"ConsumedCapacity":{"TableName":"{}","CapacityUnits":1},"Item":{"k":{"S":"v"}}})"},
    {"UpdateItem", R"({"ConsumedCapacity":{"TableName":"{}","CapacityUnits":1}})"},
    {"DeleteItem", R"({"ConsumedCapacity":{"TableName":"{}","CapacityUnits":1}})"},
    {"Query", R"({"ConsumedCapacity":{"TableName":"{}"},"Count":0,"Items":[],"ScannedCount":0})"},
    {"Scan", R"({"ConsumedCapacity":{"TableName":"{}"},"Count":0,"Items":[],"ScannedCount":0})"},
    {"BatchWriteItem", R"({"ConsumedCapacity":[{"TableName":"{}"}],"UnprocessedItems":{}})"},
    {"BatchGetItem", R"({"ConsumedCapacity":[{"TableName":"{}"}],"Responses":{},"UnprocessedKeys":{}})"},
    {"TransactWriteItems", R"({"ConsumedCapacity":[{"TableName":"{}"}]})"},
    {"CreateTable", R"({"TableDescription":{"TableName":"{}","TableStatus":"CREATING"}})"},
    {"DescribeTable", R"({"Table":{"TableName":"{}","TableStatus":"ACTIVE"}})"},
    {"DeleteTable", R"({"TableDescription":{"TableName":"{}","TableStatus":"DELETING"}})"},
    {"ListTables", R"({"TableNames":["{}"]})"},
    {"UpdateTimeToLive", R"({"TimeToLiveSpecification":{"AttributeName":"{}","Enabled":true}})"},
    {"DescribeTimeToLive",
     R"({"TimeToLiveDescription":{"AttributeName":"{}","TimeToLiveStatus":"ENABLED"}})"},
};

constexpr std::string_view table_prefix = "Table.";

}  // namespace

std::vector<operation> const& operations() {
    static std::vector<operation> const all{
        {"put_item", true, put_item},
        {"get_item", false, get_item},
        {"update_item", true, update_item},
        {"delete_item", true, delete_item},
        {"query", false, query},
        {"scan", false, scan},
        {"batch_write_item", true, batch_write_item},
        {"batch_get_item", false, batch_get_item},
        {"transact_write_items", true, transact_write_items},
        {"create_table", true, create_table},
        {"describe_table", false, describe_table},
        {"delete_table", true, delete_table},
        {"list_tables", false, list_tables},
        {"wait_until_active", false, wait_until_active},
        {"update_time_to_live", true, update_time_to_live},
        {"describe_time_to_live", false, describe_time_to_live},
        {"call", false, call},
    };
    return all;
}

operation const& large_put() {
    static operation const put{"large_put_item", true, put_large_item};
    return put;
}

operation const& operation_called(std::string_view name) {
    auto const& all = operations();
    auto const found = std::find_if(all.begin(), all.end(), [&](auto const& o) { return o.name == name; });
    if (found == all.end()) throw std::out_of_range("no operation " + std::string(name));
    return *found;
}

void PrintTo(operation const& op, std::ostream* out) { *out << op.name; }

std::string table_number(int n, std::size_t padding) {
    return fmt::format("{}{}{}", table_prefix, n, std::string(padding, '-'));
}

std::string table_in(std::string_view text) {
    auto const begin = text.find(table_prefix);
    if (begin == text.npos) return {};
    auto const end = text.find_first_not_of("0123456789", begin + table_prefix.size());
    return std::string(text.substr(begin, end - begin));
}

std::string good_json(received_request const& r) {
    auto const target = r.header("X-Amz-Target").value_or("");
    auto const found = good_answers.find(target.substr(target.find('.') + 1));
    if (found == good_answers.end()) throw std::out_of_range("no answer to " + target);
    auto json = found->second;
    return json.replace(json.find("{}"), 2, table_in(r.body));
}

std::string good_answer(received_request const& r) { return dynamodb_answer(200, good_json(r)); }

}  // namespace ddbsnap::test
