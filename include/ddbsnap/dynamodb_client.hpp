#pragma once

#include <ddbsnap/aws_config.hpp>
#include <ddbsnap/boost_version.hpp>
#include <ddbsnap/connection_options.hpp>
#include <ddbsnap/credentials.hpp>
#include <ddbsnap/metrics.hpp>
#include <ddbsnap/operations.hpp>
#include <ddbsnap/world.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap {

/// A second request beside a read that is slow: whichever answers first counts. Only GetItem and Query.
struct hedge_options {
    /// A read is slow when it takes longer than this part of the latest ones, in percent; 0: never hedge.
    double percentile = 0;
    std::chrono::milliseconds at_least{5};  ///< but not before this time
    double most = 0.1;                      ///< of all reads; more hedges than this are not sent
};

struct client_options {
    world outside;
    aws_config config;  ///< region, endpoint, ...: from load_aws_config(), or filled in by hand
    std::shared_ptr<credentials_provider> credentials;  ///< null: the default chain
    connection_options connections;
    /// One attempt, from asking for a connection to the last byte of the answer, for a small request. A
    /// larger one gets the time on top that its body takes at `slowest_upload`.
    std::chrono::milliseconds attempt_timeout{10'000};
    std::size_t slowest_upload = 64 * 1024;             ///< bytes a second; 0: no time on top
    std::chrono::milliseconds overall_timeout{30'000};  ///< a whole call, retries and pauses included
    int max_attempts = 4;                               ///< in total; AWS_MAX_ATTEMPTS goes before it
    retry_mode retries = retry_mode::standard;          ///< AWS_RETRY_MODE goes before it
    bool accept_gzip = false;                           ///< ask for compressed answers
    hedge_options hedging;
    std::shared_ptr<client_observer> observer;  ///< null: nobody listens
};

/// A client of DynamoDB in one region.
///
/// Requests go to the endpoint that is configured, else to that of the account: which the table's ARN names
/// where a table is given as one (of several tables the first), or whose keys sign the request. Where no
/// account is known, or has none of its own, they go to the region's.
///
/// Every operation either succeeds or fails with one failure, within `overall_timeout`. Transient faults,
/// throttling and connections that died are tried again in between; after errc::timeout,
/// errc::connection_closed or an HTTP 5xx a write may have been applied all the same.
///
/// Documents of 32 KB and more are written, hashed and read on the library's one thread for what takes time,
/// which is started when it is first needed. The executor goes on meanwhile.
///
/// @errors of every operation: service_errc as DynamoDB answers, with its message and request id;
/// errc::no_credentials,
///         errc::credentials_failed; errc::invalid_configuration (an account is required and not known); the
///         wire's: errc::resolve_failed, connect_failed, connection_closed, tls_failed, certificate_rejected,
///         timeout, malformed_response, checksum_mismatch, response_too_large
/// @cancellation terminal; errc::operation_aborted
/// @thread_safety confined to its executor, on which operations may run concurrently; use a strand where that
///                executor has several threads
/// @see DynamoDB API reference, 2012-08-10
class dynamodb_client {
   public:
    /// Where no region is configured, the first call asks the metadata of the EC2 instance for it, unless
    /// that is disabled.
    /// @errors errc::missing_region, errc::invalid_configuration (an endpoint that cannot be used)
    static result<dynamodb_client> open(boost::asio::any_io_executor, client_options);

    dynamodb_client(dynamodb_client&&) noexcept;
    dynamodb_client& operator=(dynamodb_client&&) noexcept;
    ~dynamodb_client();

    template <class T>
    using reply = boost::asio::awaitable<result<T>>;

    /// Writes one item, replacing any item with the same key.
    /// @errors errc::item_too_large without asking DynamoDB; service_errc::conditional_check_failed
    reply<put_item_output> put_item(put_item_request);

    /// Reads one item by its key.
    reply<get_item_output> get_item(get_item_request);

    /// Changes attributes of one item, creating it where there is none.
    /// @errors service_errc::conditional_check_failed
    reply<update_item_output> update_item(update_item_request);

    /// Removes one item; removing what is not there succeeds.
    /// @errors service_errc::conditional_check_failed
    reply<delete_item_output> delete_item(delete_item_request);

    /// One page, at most 1 MB, of the items of one partition. See pager for all of them.
    reply<page_output> query(query_request);

    /// One page of all items of a table or index.
    reply<page_output> scan(scan_request);

    /// Up to 25 puts and removals. What comes back unprocessed was not done.
    reply<batch_write_output> batch_write_item(batch_write_request);

    /// Up to 100 items by their keys.
    reply<batch_get_output> batch_get_item(batch_get_request);

    /// Up to 100 writes, all or none.
    /// @errors service_errc::transaction_canceled, with cancellation_reasons()
    reply<transact_write_output> transact_write_items(transact_write_request);

    /// Starts creating a table; see wait_until_active().
    reply<table_description> create_table(create_table_request);
    reply<table_description> describe_table(std::string table);
    reply<table_description> delete_table(std::string table);
    reply<list_tables_output> list_tables(list_tables_request = {});

    /// Waits until the table and its indexes are ACTIVE, asking with growing pauses.
    /// @errors errc::timeout
    reply<table_description> wait_until_active(std::string table, std::chrono::milliseconds at_most);

    /// Switches removal of expired items on or off; `attribute` holds seconds since the epoch.
    reply<time_to_live> update_time_to_live(std::string table, std::string attribute, bool enabled);
    reply<time_to_live> describe_time_to_live(std::string table);

    /// Any other operation: its name and its request as JSON; gives the response's JSON.
    reply<std::string> call(std::string operation, std::string json);

    // Empty as long as the region is not known.
    /// URL for plain table names; the region's until a first request has shown whose keys there are.
    std::string const& endpoint() const noexcept;
    std::string const& signing_region() const noexcept;

   private:
    struct impl;
    explicit dynamodb_client(std::unique_ptr<impl>);

    std::unique_ptr<impl> impl_;
};

/// Reads page after page of a query or scan.
///
///     pager pages(client, query);
///     while (pages.has_more()) {
///         auto page = co_await pages.next();
///         if (!page) co_return std::move(page).error();
///         for (auto& item : page->items) ...
///     }
template <class Request>
class pager {
   public:
    /// `client` must outlive the pager.
    pager(dynamodb_client& client, Request request) : client_(&client), request_(std::move(request)) {}

    bool has_more() const noexcept { return more_; }

    /// The next page. After a failure the same page can be asked for again.
    boost::asio::awaitable<result<page_output>> next() {
        auto page = co_await fetch();
        if (page) {
            request_.start_key = page->last_key;
            more_ = !page->last_key.empty();
        }
        co_return page;
    }

   private:
    boost::asio::awaitable<result<page_output>> fetch() {
        if constexpr (requires { request_.key_condition; })
            return client_->query(request_);
        else
            return client_->scan(request_);
    }

    dynamodb_client* client_;
    Request request_;
    bool more_ = true;
};

}  // namespace ddbsnap
