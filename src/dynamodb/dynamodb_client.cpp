#include "aws/imds_settings.hpp"
#include "core/uuid.hpp"
#include "dynamodb/client_impl.hpp"
#include "net/tcp_connector.hpp"

#include <ddbsnap/dynamodb_client.hpp>

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace ddbsnap {

namespace asio = boost::asio;

namespace {

failure too_large(std::string_view table, std::size_t size) {
    return failure(errc::item_too_large,
                   fmt::format("an item of {} bytes for table {} is above DynamoDB's limit of {} bytes", size,
                               table, max_item_size));
}

// About how many bytes a request brings to DynamoDB.
std::size_t content_size(update_item_request const& r) noexcept {
    return size_of(r.key) + size_of(r.values) + r.update.size() + r.condition.size();
}

std::size_t content_size(transact_write_request const& r) noexcept {
    std::size_t total = 0;
    for (auto const& a : r.actions)
        total += size_of(a.content) + size_of(a.values) + a.update.size() + a.condition.size();
    return total;
}

}  // namespace

result<dynamodb_client> dynamodb_client::open(asio::any_io_executor executor, client_options options) {
    if (!options.outside.now) options.outside = real_world();
    if (!options.outside.connector)
        options.outside.connector =
            net::make_tcp_connector({options.config.ca_bundle.value, options.connections.connect_timeout,
                                     options.connections.handshake_timeout});
    if (!options.credentials)
        options.credentials = default_credentials_chain(options.outside, options.config);
    bool const may_ask = !aws::is_imds_disabled(options.outside);
    auto i = std::make_unique<impl>(std::move(executor), std::move(options));
    auto done = i->set_up();
    if (!done && !(may_ask && done.error().code() == errc::missing_region)) return std::move(done).error();
    return dynamodb_client(std::move(i));
}

dynamodb_client::dynamodb_client(std::unique_ptr<impl> i) : impl_(std::move(i)) {}
dynamodb_client::dynamodb_client(dynamodb_client&&) noexcept = default;
dynamodb_client& dynamodb_client::operator=(dynamodb_client&&) noexcept = default;
dynamodb_client::~dynamodb_client() = default;

std::string const& dynamodb_client::endpoint() const noexcept {
    static std::string const none;
    return impl_->sender ? impl_->sender->router().url() : none;
}
std::string const& dynamodb_client::signing_region() const noexcept {
    static std::string const none;
    return impl_->sender ? impl_->sender->router().signing_region() : none;
}

dynamodb_client::reply<put_item_output> dynamodb_client::put_item(put_item_request r) {
    auto const size = size_of(r.item);
    if (size > max_item_size) co_return too_large(r.table, size);
    co_return co_await impl_->run<put_item_output>("PutItem", r, size);
}

dynamodb_client::reply<get_item_output> dynamodb_client::get_item(get_item_request r) {
    return impl_->run<get_item_output>("GetItem", r);
}

dynamodb_client::reply<update_item_output> dynamodb_client::update_item(update_item_request r) {
    return impl_->run<update_item_output>("UpdateItem", r, content_size(r));
}

dynamodb_client::reply<delete_item_output> dynamodb_client::delete_item(delete_item_request r) {
    return impl_->run<delete_item_output>("DeleteItem", r);
}

dynamodb_client::reply<page_output> dynamodb_client::query(query_request r) {
    return impl_->run<page_output>("Query", r);
}

dynamodb_client::reply<page_output> dynamodb_client::scan(scan_request r) {
    return impl_->run<page_output>("Scan", r);
}

dynamodb_client::reply<batch_write_output> dynamodb_client::batch_write_item(batch_write_request r) {
    std::size_t total = 0;
    for (auto const& [table, requests] : r.tables)
        for (auto const& request : requests) {
            auto const size = size_of(request.content);
            if (size > max_item_size) co_return too_large(table, size);
            total += size;
        }
    co_return co_await impl_->run<batch_write_output>("BatchWriteItem", r, total);
}

dynamodb_client::reply<batch_get_output> dynamodb_client::batch_get_item(batch_get_request r) {
    return impl_->run<batch_get_output>("BatchGetItem", r);
}

dynamodb_client::reply<transact_write_output> dynamodb_client::transact_write_items(
    transact_write_request r) {
    if (r.client_request_token.empty()) r.client_request_token = random_uuid();
    return impl_->run<transact_write_output>("TransactWriteItems", r, content_size(r));
}

dynamodb_client::reply<table_description> dynamodb_client::create_table(create_table_request r) {
    return impl_->run<table_description>("CreateTable", r);
}

dynamodb_client::reply<table_description> dynamodb_client::describe_table(std::string table) {
    return impl_->run_on_table<table_description>("DescribeTable", table);
}

dynamodb_client::reply<table_description> dynamodb_client::delete_table(std::string table) {
    return impl_->run_on_table<table_description>("DeleteTable", table);
}

dynamodb_client::reply<list_tables_output> dynamodb_client::list_tables(list_tables_request r) {
    return impl_->run<list_tables_output>("ListTables", r);
}

dynamodb_client::reply<time_to_live> dynamodb_client::update_time_to_live(std::string table,
                                                                          std::string attribute,
                                                                          bool enabled) {
    dynamodb::request_buffer content;
    aws::json_writer out(content.writer());
    out.begin_object();
    out.member("TableName", table);
    out.key("TimeToLiveSpecification");
    out.begin_object();
    out.member("Enabled", enabled);
    out.member("AttributeName", attribute);
    out.end_object();
    out.end_object();
    return impl_->run<time_to_live>("UpdateTimeToLive", std::move(content), dynamodb::arn_or_nothing(table));
}

dynamodb_client::reply<time_to_live> dynamodb_client::describe_time_to_live(std::string table) {
    return impl_->run_on_table<time_to_live>("DescribeTimeToLive", table);
}

dynamodb_client::reply<std::string> dynamodb_client::call(std::string operation, std::string json) {
    bool const is_name =
        !operation.empty() &&
        std::all_of(operation.begin(), operation.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
    if (!is_name)
        co_return failure(errc::invalid_argument, "an operation's name has letters and digits only");
    co_return co_await impl_->run_json(operation, json);
}

}  // namespace ddbsnap
