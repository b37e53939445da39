#pragma once

#include "bench/bench_case.hpp"

#include <ddbsnap/dynamodb_client.hpp>

namespace ddbsnap::bench {

/// Opens a client for the case: endpoint of the case, everything else as the AWS variables and files say.
/// @errors those of load_aws_config() and dynamodb_client::open()
result<dynamodb_client> open_client(boost::asio::any_io_executor, bench_case const&);

/// Creates the table where the service says that there is none, and writes the items that the case reads
/// where they are not found. Nothing is done on a server that gives the same reply to everything.
/// @errors what must fail for every request, such as missing credentials
boost::asio::awaitable<result<void>> prepare(dynamodb_client&, bench_case const&);

}  // namespace ddbsnap::bench
