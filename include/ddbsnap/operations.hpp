#pragma once

#include <ddbsnap/attribute_value.hpp>
#include <ddbsnap/error.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The requests and outputs of the typed operations, named as in the API reference (DynamoDB API 2012-08-10).
/// An empty string, empty container or unset optional is left out of the request.
namespace ddbsnap {

/// `#n` -> attribute name, for ExpressionAttributeNames.
using expression_names = std::map<std::string, std::string>;

struct consumed_capacity {
    std::string table;
    double units = 0;
    double read_units = 0;
    double write_units = 0;
};

enum class return_capacity { none, total, indexes };
enum class return_values { none, all_old, updated_old, all_new, updated_new };

// PutItem

struct put_item_request {
    std::string table;  ///< name or ARN
    ddbsnap::item item;
    std::string condition;
    expression_names names;
    ddbsnap::item values;
    return_values returned = return_values::none;  ///< none or all_old
    bool return_old_on_condition_failure = false;  ///< then conflicting_item() of the failure has it
    return_capacity capacity = return_capacity::none;
};

struct put_item_output {
    item attributes;
    std::optional<consumed_capacity> capacity;
};

// GetItem

struct get_item_request {
    std::string table;
    item key;
    bool consistent = false;
    std::string projection;
    expression_names names;
    return_capacity capacity = return_capacity::none;
};

struct get_item_output {
    std::optional<ddbsnap::item> item;  ///< nothing: there is no such item
    std::optional<consumed_capacity> capacity;
};

// UpdateItem, DeleteItem

struct update_item_request {
    std::string table;
    item key;
    std::string update;
    std::string condition;
    expression_names names;
    item values;
    return_values returned = return_values::none;
    bool return_old_on_condition_failure = false;
    return_capacity capacity = return_capacity::none;
};

struct update_item_output {
    item attributes;
    std::optional<consumed_capacity> capacity;
};

struct delete_item_request {
    std::string table;
    item key;
    std::string condition;
    expression_names names;
    item values;
    return_values returned = return_values::none;  ///< none or all_old
    bool return_old_on_condition_failure = false;
    return_capacity capacity = return_capacity::none;
};

struct delete_item_output {
    item attributes;
    std::optional<consumed_capacity> capacity;
};

// Query, Scan

struct query_request {
    std::string table;
    std::string index;
    std::string key_condition;
    std::string filter;
    std::string projection;
    expression_names names;
    item values;
    std::optional<std::int32_t> limit;  ///< counts items before the filter
    bool forward = true;
    bool consistent = false;  ///< refused by DynamoDB on a global secondary index
    bool count_only = false;
    item start_key;
    return_capacity capacity = return_capacity::none;
};

struct scan_request {
    std::string table;
    std::string index;
    std::string filter;
    std::string projection;
    expression_names names;
    item values;
    std::optional<std::int32_t> limit;
    bool consistent = false;
    bool count_only = false;
    std::optional<std::pair<std::int32_t, std::int32_t>> segment;  ///< which, of how many
    item start_key;
    return_capacity capacity = return_capacity::none;
};

/// A page may hold no items and still have a last key: there is more.
struct page_output {
    std::vector<item> items;
    std::int64_t count = 0;
    std::int64_t scanned_count = 0;
    item last_key;  ///< empty: this was the last page
    std::optional<consumed_capacity> capacity;
};

// Batches. Neither is atomic as a whole.

struct write_request {
    enum class kind { put, remove };
    kind what = kind::put;
    item content;  ///< the item to put, or the key to remove

    static write_request put(item i) { return {kind::put, std::move(i)}; }
    static write_request remove(item key) { return {kind::remove, std::move(key)}; }
    bool operator==(write_request const&) const = default;
};

struct batch_write_request {
    std::map<std::string, std::vector<write_request>> tables;  ///< 1 to 25 requests, 16 MB, no key twice
    return_capacity capacity = return_capacity::none;
};

struct batch_write_output {
    std::map<std::string, std::vector<write_request>> unprocessed;  ///< to be sent again, after a pause
    std::vector<consumed_capacity> capacity;
};

struct keys_request {
    std::vector<item> keys;
    bool consistent = false;
    std::string projection;
    expression_names names;
};

struct batch_get_request {
    std::map<std::string, keys_request> tables;  ///< 1 to 100 keys, none twice
    return_capacity capacity = return_capacity::none;
};

struct batch_get_output {
    std::map<std::string, std::vector<item>> items;  ///< in no order; missing ones are absent
    std::map<std::string, keys_request> unprocessed;
    std::vector<consumed_capacity> capacity;
};

// TransactWriteItems

struct transact_action {
    enum class kind { put, update, remove, check };
    kind what = kind::put;
    std::string table;
    item content;           ///< the item to put, else the key
    std::string update;     ///< update only
    std::string condition;  ///< required for check
    expression_names names;
    item values;
    bool return_old_on_condition_failure = false;
};

struct transact_write_request {
    std::vector<transact_action> actions;  ///< 1 to 100, at most 4 MB, no item twice
    /// Makes a repeat within 10 minutes harmless. Generated when empty, and kept across attempts.
    std::string client_request_token;
    return_capacity capacity = return_capacity::none;
};

struct transact_write_output {
    std::vector<consumed_capacity> capacity;
};

struct cancellation_reason {
    std::string code;  ///< "None" for an action that was not at fault
    std::string message;
    ddbsnap::item item;
};

/// Why each action of a cancelled transaction was refused, in the order of the actions; empty for other
/// failures.
std::vector<cancellation_reason> cancellation_reasons(failure const&);

/// The item that stood against a condition, where the request asked for it.
std::optional<item> conflicting_item(failure const&);

// Tables

enum class key_type { hash, range };
enum class scalar_type { string, number, binary };
enum class billing_mode { provisioned, pay_per_request };

struct throughput {
    std::int64_t read_units = 0;
    std::int64_t write_units = 0;
};

struct key_element {
    std::string attribute;
    key_type type = key_type::hash;
    bool operator==(key_element const&) const = default;
};

struct index_definition {
    std::string name;
    std::vector<key_element> keys;
    std::string projection = "ALL";  ///< ALL, KEYS_ONLY or INCLUDE
    std::vector<std::string> included;
    std::optional<throughput> provisioned;
};

struct create_table_request {
    std::string table;
    std::map<std::string, scalar_type> attributes;  ///< exactly those used in keys
    std::vector<key_element> keys;
    std::vector<index_definition> global_indexes;
    billing_mode billing = billing_mode::provisioned;
    std::optional<throughput> provisioned;  ///< required when provisioned, for the table and each index
};

struct index_description {
    std::string name;
    std::string status;
    std::vector<key_element> keys;
    std::string projection;
    throughput provisioned;
    std::int64_t item_count = 0;
    std::int64_t size_bytes = 0;
};

struct table_description {
    std::string name;
    std::string status;  ///< CREATING, UPDATING, DELETING, ACTIVE, ...
    std::string arn;
    std::vector<key_element> keys;
    std::map<std::string, scalar_type> attributes;
    billing_mode billing = billing_mode::provisioned;
    throughput provisioned;
    std::int64_t item_count = 0;  ///< as DynamoDB last counted, about every six hours
    std::int64_t size_bytes = 0;
    double created = 0;  ///< seconds since the epoch
    std::vector<index_description> global_indexes;
};

struct list_tables_request {
    std::string start_table;
    std::optional<std::int32_t> limit;  ///< 1 to 100
};

struct list_tables_output {
    std::vector<std::string> tables;
    std::string last_table;  ///< empty: no more
};

struct time_to_live {
    std::string status;  ///< ENABLING, ENABLED, DISABLING, DISABLED
    std::string attribute;
};

}  // namespace ddbsnap
