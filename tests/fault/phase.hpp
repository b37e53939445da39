#pragma once

#include "fault/fault.hpp"
#include "support/fault_server.hpp"
#include "support/run_coro.hpp"

#include <ddbsnap/dynamodb_client.hpp>

#include <optional>
#include <string>

namespace ddbsnap::test {

/// Options for a client of `url` with fixed keys and no pauses between attempts.
client_options options_for(std::string url);

/// In what circumstances a fault strikes.
struct circumstances {
    bool warm = false;  ///< on a connection that has been used before
    bool once = false;  ///< the next attempt would be answered
    std::optional<certificate> tls{};
    std::string ca_bundle{};
};

/// One operation that meets one fault, and another call of it behind. All expectations are in here.
class phase {
   public:
    phase(boost::asio::io_context& io, operation const& op, fault const& met, circumstances in);

    /// @return how many requests the server saw
    boost::asio::awaitable<result<std::size_t>> run();

    /// To be called when run() has ended: no connection may be left behind.
    void expect_no_connection();

   private:
    boost::asio::awaitable<void> meet();
    boost::asio::awaitable<void> expect_good(std::string when);
    void judge(result<std::string> const& got, std::string const& table);
    void judge_failure(failure const& f, int seen);
    behaviour way_of_answering();
    client_options options() const;
    int seen(std::string const& table) const;
    std::string next_table(std::size_t padding = 0) { return table_number(++last_table_, padding); }
    std::string text() const;  ///< names the circumstances in messages

    boost::asio::io_context& io_;
    operation const& op_;
    fault const& fault_;
    circumstances in_;
    int last_table_ = 100;
    int left_ = 0;
    fault_server server_;
    std::optional<dynamodb_client> client_;
};

}  // namespace ddbsnap::test
