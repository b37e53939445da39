#include "dynamodb/request_resource.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::dynamodb {
namespace {

constexpr auto arn = "arn:aws:dynamodb:us-east-1:222222222222:table/T";
constexpr auto later_arn = "arn:aws:dynamodb:us-east-1:333333333333:table/T";

TEST(request_resource, is_the_table_where_it_is_an_arn) {
    put_item_request put;
    put.table = "T";
    EXPECT_EQ(resource_arn_of(put), "");
    put.table = arn;
    EXPECT_EQ(resource_arn_of(put), arn);
    query_request query;
    query.table = arn;
    EXPECT_EQ(resource_arn_of(query), arn);
    create_table_request create;
    create.table = arn;
    EXPECT_EQ(resource_arn_of(create), arn);
    EXPECT_EQ(resource_arn_of(list_tables_request{}), "");
}

TEST(request_resource, is_the_first_table_of_many) {
    batch_write_request write;
    EXPECT_EQ(resource_arn_of(write), "");
    write.tables[later_arn];
    write.tables[arn];
    EXPECT_EQ(resource_arn_of(write), arn);  // in the order in which they are sent
    batch_get_request get;
    get.tables["a"];
    get.tables[arn];
    EXPECT_EQ(resource_arn_of(get), "");  // "a" is sent first
    transact_write_request transact;
    EXPECT_EQ(resource_arn_of(transact), "");
    transact.actions.resize(2);
    transact.actions[1].table = arn;
    EXPECT_EQ(resource_arn_of(transact), "");
    transact.actions[0].table = later_arn;
    EXPECT_EQ(resource_arn_of(transact), later_arn);
}

// "@" stands for the ARN. The members are those that the service model marks as context parameters.
TEST(request_resource, is_read_from_the_request_of_any_operation) {
    struct {
        char const* operation;
        std::string json;
        char const* found;
    } const rows[] = {
        {"GetItem", R"({"Key":{"k":{"S":"v"}},"TableName":"@"})", arn},
        {"GetItem", R"({"TableName":"T","Key":{"k":{"S":"@"}}})", ""},
        {"GetItem", R"({"Key":{"TableName":{"S":"@"}},"TableName":"T"})", ""},
        {"UpdateTable", R"( { "TableName" : "@" } )", arn},
        {"TagResource", R"({"ResourceArn":"@","Tags":[]})", arn},
        {"DescribeBackup", R"({"BackupArn":"@"})", arn},
        {"ExportTableToPointInTime", R"({"TableArn":"@","S3Bucket":"b"})", arn},
        {"DescribeExport", R"({"ExportArn":"@"})", arn},
        {"DescribeImport", R"({"ImportArn":"@"})", arn},
        {"ImportTable", R"({"TableCreationParameters":{"KeySchema":[],"TableName":"@"}})", arn},
        {"BatchGetItem", R"({"RequestItems":{"@":{"Keys":[]},"U":{}}})", arn},
        {"BatchGetItem", R"({"RequestItems":{"U":{},"@":{"Keys":[]}}})", ""},
        {"TransactGetItems", R"({"TransactItems":[{"Get":{"Key":{},"TableName":"@"}}]})", arn},
        {"TransactGetItems", R"({"TransactItems":[{"Get":{"TableName":"T"}},{"Get":{"TableName":"@"}}]})",
         ""},
        {"RestoreTableFromBackup", R"({"BackupArn":"@","TargetTableName":"T"})", ""},
        {"ExecuteStatement", R"({"Statement":"SELECT * FROM \"@\""})", ""},
        {"ListTables", "{}", ""},
        {"GetItem", R"({"TableName":"@)", ""},
        {"GetItem", R"(["@"])", ""},
        {"GetItem", R"({"TableName":["@"]})", ""},
        {"TransactGetItems", R"({"TransactItems":["@"]})", ""},
        {"TransactGetItems", R"({"TransactItems":[{"Get":"@"}]})", ""},
        {"GetItem", "", ""},
    };
    for (auto const& row : rows) {
        auto json = row.json;
        if (auto const at = json.find('@'); at != json.npos) json.replace(at, 1, arn);
        EXPECT_EQ(resource_arn_in(row.operation, json), row.found) << json;
    }
}

}  // namespace
}  // namespace ddbsnap::dynamodb
