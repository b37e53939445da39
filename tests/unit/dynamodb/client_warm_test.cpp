#include "support/client_fixture.hpp"

namespace ddbsnap {
namespace {

using test::found_item;

// What a first request would otherwise wait for is done when it comes.
class client_warm : public test::client_fixture {
   protected:
    client_warm() {
        options.connections.min_warm = 2;
        options.config.ca_bundle = {bundle.path(), "test"};
        options.observer = opened;
    }

    struct counter final : client_observer {
        void on_connection(connection_event const& e) noexcept override {
            count += e.what == connection_event::kind::opened;
        }
        int count = 0;
    };
    std::shared_ptr<counter> opened = std::make_shared<counter>();

    test::certificate_authority ca;
    test::temporary_file bundle{ca.pem()};
};

TEST_F(client_warm, connections_are_there_before_the_first_request) {
    serve({{found_item()}}, ca.issue());
    test::run_until(io, [&] { return opened->count == 2; });
    EXPECT_EQ(requests(), 0u);
    EXPECT_TRUE(get());
    EXPECT_TRUE(get());
    EXPECT_EQ(server->connections(), 2);
}

TEST_F(client_warm, a_client_that_goes_meanwhile_leaves_nothing_behind) {
    serve({{found_item()}}, ca.issue());
    client.reset();
    io.restart();
    io.poll();
    EXPECT_EQ(requests(), 0u);
}

}  // namespace
}  // namespace ddbsnap
