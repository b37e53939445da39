#include "dynamodb/client_impl.hpp"

#include "aws/config_settings.hpp"
#include "aws/endpoint.hpp"
#include "aws/imds_settings.hpp"
#include "core/spare_buffers.hpp"
#include "credentials/imds_client.hpp"
#include "dynamodb/operation_kind.hpp"
#include "net/blocking.hpp"

#include <fmt/format.h>

namespace ddbsnap {

using dynamodb::answer_reader;
namespace asio = boost::asio;

namespace {

// DynamoDB said that it was done, but not in a way that can be understood.
failure unreadable(failure f, std::string_view operation, int attempts) {
    f.add_context(operation);
    f.details().http_status = 200;
    f.details().attempts = attempts;
    f.details().may_have_been_applied = !dynamodb::is_read(operation);
    return f;
}

std::string write_json(void* request, std::string_view operation, dynamodb::request_buffer& to) {
    auto const json = std::move(*static_cast<std::string*>(request));
    to.writer() += json;
    return dynamodb::resource_arn_in(operation, json);
}

result<void> take_json(std::string& document, void* into) {
    aws::json_reader in(document);
    in.skip();
    auto done = in.finish();
    if (done) *static_cast<std::string*>(into) = std::move(document);
    return done;
}

// Whoever sends holds what it works with, so that the client may go before its last operation has ended.
asio::awaitable<result<void>> send(std::shared_ptr<dynamodb::request_sender> sender,
                                   std::string_view operation, dynamodb::prepared_request& request,
                                   answer_reader reader) {
    auto answer = co_await sender->send(operation, request);
    if (!answer) co_return std::move(answer).error();
    auto& document = answer->document;
    auto read = [&] { return reader.read(document, reader.output); };
    result<void> done;
    if (document.size() >= dynamodb::large_document)
        done = co_await net::run_blocking(read);
    else
        done = read();
    if (!done) co_return unreadable(std::move(done).error(), operation, answer->attempts);
    keep_spare(std::move(document));
    co_return result<void>{};
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

asio::awaitable<result<void>> dynamodb_client::impl::carry_out(std::string_view operation,
                                                               prepared_request& request,
                                                               answer_reader reader) {
    if (sender) return send(sender, operation, request, reader);
    return find_region_and_carry_out(operation, request, reader);
}

asio::awaitable<result<void>> dynamodb_client::impl::find_region_and_carry_out(std::string_view operation,
                                                                               prepared_request& request,
                                                                               answer_reader reader) {
    auto found = co_await ask_for_region();
    if (!found) co_return std::move(found).error();
    co_return co_await send(sender, operation, request, reader);
}

asio::awaitable<result<void>> dynamodb_client::impl::carry_out_large(std::string_view operation,
                                                                     dynamodb::content_source source,
                                                                     std::size_t expected,
                                                                     answer_reader reader) {
    auto const begun = std::chrono::steady_clock::now();
    if (!sender) {
        auto found = co_await ask_for_region();
        if (!found) co_return std::move(found).error();
    }
    auto const to = sender;  // the client may be gone after the job
    // From the spares of this thread, to which it comes back in the end.
    request_buffer content(expected);
    auto prepare = [&, content = std::move(content)]() mutable {
        auto arn = source.write(source.request, operation, content);
        return prepared_request(std::move(content), std::move(arn), begun);
    };
    auto request = co_await net::run_blocking(std::move(prepare));
    co_return co_await send(to, operation, request, reader);
}

dynamodb_client::reply<std::string> dynamodb_client::impl::run_json(std::string_view operation,
                                                                    std::string& json) {
    std::string document;
    answer_reader const reader{&document, take_json};
    auto const size = json.size();
    result<void> done;
    if (size >= dynamodb::large_document) {
        done = co_await net::without_throwing(carry_out_large(operation, {&json, write_json}, size, reader));
    } else {
        request_buffer content(size);
        auto arn = write_json(&json, operation, content);
        prepared_request request(std::move(content), std::move(arn), std::chrono::steady_clock::now());
        done = co_await net::without_throwing(carry_out(operation, request, reader));
    }
    if (!done) co_return std::move(done).error();
    co_return document;
}

}  // namespace ddbsnap
