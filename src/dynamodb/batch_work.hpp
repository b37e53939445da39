#pragma once

#include <ddbsnap/batch.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ddbsnap::dynamodb {

/// What is left of a batch of writes: hands out requests that DynamoDB accepts, takes back what came to
/// nothing.
class write_work {
   public:
    using request = batch_write_request;
    using output = batch_write_output;
    using outcome = batch_write_outcome;
    static constexpr std::size_t most = 25;  // in a request of BatchWriteItem

    explicit write_work(request all);

    std::size_t left() const noexcept { return pending_.size(); }
    request next();
    void put_back(request unsent);
    /// What was not processed is pending again.
    void accept(output processed);
    outcome finish() &&;

    static boost::asio::awaitable<result<output>> send(dynamodb_client& client, request r) {
        return client.batch_write_item(std::move(r));
    }
    static std::size_t size_of(request const& r) noexcept;

   private:
    std::vector<std::pair<std::string, write_request>> pending_;  // the next ones are at the end
    return_capacity wanted_;
    std::vector<consumed_capacity> capacity_;
};

/// The same of reads.
class read_work {
   public:
    using request = batch_get_request;
    using output = batch_get_output;
    using outcome = batch_get_outcome;
    static constexpr std::size_t most = 100;  // in a request of BatchGetItem

    explicit read_work(request all);

    std::size_t left() const noexcept { return pending_.size(); }
    request next();
    void put_back(request unsent);
    void accept(output processed);
    outcome finish() &&;

    static boost::asio::awaitable<result<output>> send(dynamodb_client& client, request r) {
        return client.batch_get_item(std::move(r));
    }
    static std::size_t size_of(request const& r) noexcept;

   private:
    void put_back(std::map<std::string, keys_request> tables);
    keys_request& of_table(std::map<std::string, keys_request>& tables, std::string const& table) const;

    std::vector<std::pair<std::string, item>> pending_;
    std::map<std::string, keys_request> how_;  // without keys
    return_capacity wanted_;
    std::map<std::string, std::vector<item>> items_;
    std::vector<consumed_capacity> capacity_;
};

/// Adds what a request consumed to the sum of each table.
void add_up(std::vector<consumed_capacity>& sums, std::vector<consumed_capacity> const& more);

}  // namespace ddbsnap::dynamodb
