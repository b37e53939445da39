#include <ddbsnap/batch.hpp>
#include <ddbsnap/client_metrics.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

int main() {
    boost::asio::io_context loop;
    auto const metrics = std::make_shared<ddbsnap::client_metrics>();
    ddbsnap::client_options options;
    options.outside = ddbsnap::real_world();
    options.config = ddbsnap::load_aws_config(options.outside).value();
    options.overall_timeout = std::chrono::seconds(5);
    options.hedging.percentile = 99;
    options.observer = metrics;
    auto client = ddbsnap::dynamodb_client::open(loop.get_executor(), options).value();

    ddbsnap::batch_write_request request;
    for (auto const* name : {"a", "b", "c"})
        request.tables["Snapshots2"].push_back(
            ddbsnap::write_request::put({{"snapshotName", name}, {"createdOn", "2026-01-02 03:04:05,678"}}));
    boost::asio::co_spawn(loop, batch_write_all(client, request),
                          [](std::exception_ptr failed, auto outcome) {
                              if (failed) std::rethrow_exception(failed);
                              if (auto const& why = outcome.value().stopped_by)
                                  std::cerr << why->to_string() << '\n';
                          });
    loop.run();
    std::cout << metrics->prometheus_text();
}
