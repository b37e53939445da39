#include "aws/config_settings.hpp"
#include "aws/endpoint.hpp"
#include "aws/imds_settings.hpp"
#include "core/spare_buffers.hpp"
#include "core/uuid.hpp"
#include "credentials/imds_client.hpp"
#include "dynamodb/operation_kind.hpp"
#include "dynamodb/request_codec.hpp"
#include "dynamodb/request_resource.hpp"
#include "dynamodb/request_sender.hpp"
#include "dynamodb/response_codec.hpp"
#include "dynamodb/warm_up.hpp"
#include "net/no_throw_scope.hpp"
#include "net/tcp_connector.hpp"

#include <ddbsnap/dynamodb_client.hpp>

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace ddbsnap {

using aws::json_reader;
using aws::json_writer;
using dynamodb::decode;
using dynamodb::encode;
using dynamodb::request_buffer;
using dynamodb::request_sender;
namespace asio = boost::asio;

namespace {

request_buffer table_document(std::string_view table) {
    request_buffer content;
    json_writer out(content.writer());
    out.begin_object();
    out.member("TableName", table);
    out.end_object();
    return content;
}

// DynamoDB said that it was done, but not in a way that can be understood.
failure unreadable(failure f, std::string_view operation, int attempts) {
    f.add_context(operation);
    f.details().http_status = 200;
    f.details().attempts = attempts;
    f.details().may_have_been_applied = !dynamodb::is_read(operation);
    return f;
}

}  // namespace

struct dynamodb_client::impl {
    impl(asio::any_io_executor e, client_options o) : executor(std::move(e)), options(std::move(o)) {}

    asio::any_io_executor executor;
    client_options options;
    std::shared_ptr<request_sender> sender;  // as soon as the region is known
    std::optional<dynamodb::warm_up> warming;

    result<void> set_up();
    asio::awaitable<result<void>> ask_for_region();
    reply<request_sender::reply> send(std::string_view operation, request_buffer content,
                                      std::string resource_arn);

    template <class Output>
    reply<Output> run(std::string_view operation, request_buffer content, std::string resource_arn) {
        auto answer =
            co_await net::without_throwing(send(operation, std::move(content), std::move(resource_arn)));
        if (!answer) co_return std::move(answer).error();
        Output out;
        json_reader in(answer->document);
        decode(in, out);
        auto done = in.finish();
        if (!done) co_return unreadable(std::move(done).error(), operation, answer->attempts);
        keep_spare(std::move(answer->document));
        co_return out;
    }

    template <class Output, class Request>
    reply<Output> run(std::string_view operation, Request const& request, std::size_t expected = 1024) {
        request_buffer content(expected);
        json_writer out(content.writer());
        out.begin_object();
        encode(out, request);
        out.end_object();
        return run<Output>(operation, std::move(content), dynamodb::resource_arn_of(request));
    }

    // An operation on a table alone.
    template <class Output>
    reply<Output> run_on_table(std::string_view operation, std::string_view table) {
        return run<Output>(operation, table_document(table), dynamodb::arn_or_nothing(table));
    }
};

namespace {

failure too_large(std::string_view table, std::size_t size) {
    return failure(errc::item_too_large,
                   fmt::format("an item of {} bytes for table {} is above DynamoDB's limit of {} bytes", size,
                               table, max_item_size));
}

}  // namespace

// Whatever the settings can be blamed for; the region may still be missing.
result<void> dynamodb_client::impl::set_up() {
    auto parameters = aws::endpoint_parameters_of(options.config);
    auto router =
        dynamodb::endpoint_router::open(std::move(parameters), dynamodb::route_maker_for(executor, options));
    if (!router) return std::move(router).error();
    if (router->signing_region().empty())
        return failure(errc::missing_region, "no region is configured, and requests are signed for one",
                       "set AWS_REGION, a region in the profile, or --region");
    sender = std::make_shared<request_sender>(executor, options, *std::move(router));
    if (options.connections.min_warm != 0) warming.emplace(executor, sender);
    return {};
}

// An instance knows the region that it runs in.
asio::awaitable<result<void>> dynamodb_client::impl::ask_for_region() {
    auto choice = aws::choice_of(options.config, options.outside);
    auto const found = co_await region_of_instance(options.outside, std::move(choice));
    if (sender) co_return result<void>{};  // another call was faster
    if (found) options.config.region = {*found, "the instance's metadata"};
    auto done = set_up();
    if (!done && !found) {
        if (found.error().code() == errc::operation_aborted) co_return failure(found.error());
        done.error().details().message += fmt::format("; {}", found.error().message());
    }
    co_return done;
}

dynamodb_client::reply<request_sender::reply> dynamodb_client::impl::send(std::string_view operation,
                                                                          request_buffer content,
                                                                          std::string resource_arn) {
    if (!sender) {
        auto found = co_await ask_for_region();
        if (!found) co_return std::move(found).error();
    }
    co_return co_await sender->send(operation, std::move(content), std::move(resource_arn));
}

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
    co_return co_await impl_->run<put_item_output>("PutItem", r, size + size / 8 + 1024);
}

dynamodb_client::reply<get_item_output> dynamodb_client::get_item(get_item_request r) {
    return impl_->run<get_item_output>("GetItem", r);
}

dynamodb_client::reply<update_item_output> dynamodb_client::update_item(update_item_request r) {
    return impl_->run<update_item_output>("UpdateItem", r);
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
    for (auto const& [table, requests] : r.tables)
        for (auto const& request : requests)
            if (auto const size = size_of(request.content); size > max_item_size)
                co_return too_large(table, size);
    co_return co_await impl_->run<batch_write_output>("BatchWriteItem", r);
}

dynamodb_client::reply<batch_get_output> dynamodb_client::batch_get_item(batch_get_request r) {
    return impl_->run<batch_get_output>("BatchGetItem", r);
}

dynamodb_client::reply<transact_write_output> dynamodb_client::transact_write_items(
    transact_write_request r) {
    if (r.client_request_token.empty()) r.client_request_token = random_uuid();
    return impl_->run<transact_write_output>("TransactWriteItems", r);
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
    request_buffer content;
    json_writer out(content.writer());
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
    auto resource_arn = dynamodb::resource_arn_in(operation, json);
    auto answer =
        co_await net::without_throwing(impl_->send(operation, request_buffer(json), std::move(resource_arn)));
    if (!answer) co_return std::move(answer).error();
    json_reader in(answer->document);
    in.skip();
    auto done = in.finish();
    if (!done) co_return unreadable(std::move(done).error(), operation, answer->attempts);
    co_return std::move(answer->document);
}

}  // namespace ddbsnap
