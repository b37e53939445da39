#include "dynamodb/request_resource.hpp"

#include "aws/json_reader.hpp"

#include <algorithm>
#include <array>

namespace ddbsnap::dynamodb {
namespace {

using aws::json_reader;

constexpr std::array<std::string_view, 7> naming_members{
    "TableName", "TableArn", "ResourceArn", "BackupArn", "ExportArn", "ImportArn", "GlobalTableName"};

std::string first_key(json_reader& in) {
    in.enter_object();
    return in.next_key() ? std::string(in.key()) : std::string();
}

std::string table_name_in(json_reader& in) {
    if (!in.at_object()) return {};
    for (in.enter_object(); in.next_key();) {
        if (in.key() == "TableName") return std::string(in.string());
        in.skip();
    }
    return {};
}

// Of `[{"Put": {"TableName": ...}}, ...]`.
std::string table_of_first_action(json_reader& in) {
    in.enter_array();
    if (!in.next_element()) return {};
    in.enter_object();
    return in.next_key() ? table_name_in(in) : std::string();
}

std::string resource_in(json_reader& in) {
    for (in.enter_object(); in.next_key();) {
        auto const key = in.key();
        if (key == "RequestItems") return first_key(in);
        if (key == "TransactItems") return table_of_first_action(in);
        if (key == "TableCreationParameters") return table_name_in(in);
        if (std::find(naming_members.begin(), naming_members.end(), key) != naming_members.end())
            return std::string(in.string());
        in.skip();
    }
    return {};
}

}  // namespace

std::string resource_arn_in(std::string_view operation, std::string_view json) {
    // A restored table is named by its name; the ARNs beside it are of what it is restored from.
    if (operation.starts_with("Restore") || json.find("\"arn:") == json.npos) return {};
    std::string copy(json);  // the reader consumes it
    json_reader in(copy);
    auto const resource = resource_in(in);
    return in.ok() ? arn_or_nothing(resource) : std::string();
}

}  // namespace ddbsnap::dynamodb
