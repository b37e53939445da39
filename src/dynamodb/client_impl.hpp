#pragma once

#include "dynamodb/large_document.hpp"
#include "dynamodb/prepared_request.hpp"
#include "dynamodb/request_codec.hpp"
#include "dynamodb/request_resource.hpp"
#include "dynamodb/request_sender.hpp"
#include "dynamodb/response_codec.hpp"
#include "dynamodb/warm_up.hpp"
#include "net/no_throw_scope.hpp"

#include <ddbsnap/dynamodb_client.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace ddbsnap {
namespace dynamodb {

// What is typed in an operation, for those who carry out any. Both may run on another thread than the loop's.

/// Writes a request as a JSON document, and frees it: what is large takes its time to go, too.
struct content_source {
    void* request;
    /// @return the request's resource_arn_of()
    std::string (*write)(void* request, std::string_view operation, request_buffer& to);
};

/// Reads the document of an answer into an operation's output.
struct answer_reader {
    void* output;
    result<void> (*read)(std::string& document, void* output);
};

template <class Request>
void write_document(request_buffer& to, Request const& request) {
    json_writer out(to.writer());
    out.begin_object();
    encode(out, request);
    out.end_object();
}

template <class Request>
content_source source_of(Request& request) {
    return {&request, [](void* given, std::string_view, request_buffer& to) {
                auto const r = std::move(*static_cast<Request*>(given));
                write_document(to, r);
                return resource_arn_of(r);
            }};
}

template <class Output>
answer_reader reader_into(Output& output) {
    return {&output, [](std::string& document, void* into) {
                json_reader in(document);
                decode(in, *static_cast<Output*>(into));
                return in.finish();
            }};
}

}  // namespace dynamodb

struct dynamodb_client::impl {
    using request_buffer = dynamodb::request_buffer;
    using request_sender = dynamodb::request_sender;
    using prepared_request = dynamodb::prepared_request;

    impl(boost::asio::any_io_executor e, client_options o) : executor(std::move(e)), options(std::move(o)) {}

    boost::asio::any_io_executor executor;
    client_options options;
    std::shared_ptr<request_sender> sender;  // as soon as the region is known
    std::optional<dynamodb::warm_up> warming;

    result<void> set_up();
    boost::asio::awaitable<result<void>> ask_for_region();

    /// `request` must stay until then.
    reply<void> carry_out(std::string_view operation, prepared_request& request, dynamodb::answer_reader);
    /// The same with the request prepared on the blocking thread, as a document of about `expected` bytes.
    reply<void> carry_out_large(std::string_view operation, dynamodb::content_source, std::size_t expected,
                                dynamodb::answer_reader);

    template <class Output>
    reply<Output> run(std::string_view operation, request_buffer content, std::string resource_arn) {
        prepared_request request(std::move(content), std::move(resource_arn),
                                 std::chrono::steady_clock::now());
        return run_prepared<Output>(operation, std::move(request));
    }

    /// The request is used up.
    /// @param size  of its content, about, where that may be much
    template <class Output, class Request>
    reply<Output> run(std::string_view operation, Request& request, std::size_t size = 0) {
        auto const expected = size + size / 8 + 1024;
        if (size >= dynamodb::large_document)
            return run_large<Output>(operation, std::move(request), expected);
        request_buffer content(expected);
        dynamodb::write_document(content, request);
        return run<Output>(operation, std::move(content), dynamodb::resource_arn_of(request));
    }

    // An operation on a table alone.
    template <class Output>
    reply<Output> run_on_table(std::string_view operation, std::string_view table) {
        request_buffer content;
        json_writer out(content.writer());
        out.begin_object();
        out.member("TableName", table);
        out.end_object();
        return run<Output>(operation, std::move(content), dynamodb::arn_or_nothing(table));
    }

    /// Any operation; the request is used up.
    reply<std::string> run_json(std::string_view operation, std::string& json);

   private:
    using json_writer = dynamodb::json_writer;

    reply<void> find_region_and_carry_out(std::string_view operation, prepared_request& request,
                                          dynamodb::answer_reader);

    template <class Output>
    reply<Output> run_prepared(std::string_view operation, prepared_request request) {
        Output out;
        auto const reader = dynamodb::reader_into(out);
        auto done = co_await net::without_throwing(carry_out(operation, request, reader));
        if (!done) co_return std::move(done).error();
        co_return out;
    }

    template <class Output, class Request>
    reply<Output> run_large(std::string_view operation, Request request, std::size_t expected) {
        Output out;
        auto const source = dynamodb::source_of(request);
        auto const reader = dynamodb::reader_into(out);
        auto done = co_await net::without_throwing(carry_out_large(operation, source, expected, reader));
        if (!done) co_return std::move(done).error();
        co_return out;
    }
};

}  // namespace ddbsnap
