#include "net/open_socket.hpp"

#include "support/odd_ports.hpp"
#include "support/run_coro.hpp"

#include <gmock/gmock.h>
#include <netinet/tcp.h>

namespace ddbsnap::net {
namespace {

using asio::ip::address;
using asio::ip::make_address;
using asio::ip::tcp;
using testing::AllOf;
using testing::HasSubstr;
using namespace std::chrono_literals;

origin const peer{"db.example", 443, true};

struct open_socket_test : testing::Test {
    asio::io_context io;
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    tcp::endpoint const good = acceptor.local_endpoint();
    tcp::endpoint const refusing{asio::ip::address_v4::loopback(), test::closed_port()};
    test::full_port full;
    tcp::endpoint const hanging{asio::ip::address_v4::loopback(), full.port()};

    std::chrono::steady_clock::time_point const begun = std::chrono::steady_clock::now();

    result<tcp::socket> connect(std::vector<tcp::endpoint> to, std::chrono::milliseconds within = 5s) {
        auto const addresses = std::move(to);
        return test::run_coro(io, connect_first(addresses, peer, begun + within));
    }
    auto elapsed() const { return std::chrono::steady_clock::now() - begun; }
};

int option_of(tcp::socket& socket, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    ::getsockopt(socket.native_handle(), level, name, &value, &size);
    return value;
}

TEST_F(open_socket_test, an_address_that_refuses_is_passed_over_at_once) {
    auto got = connect({refusing, refusing, good});
    ASSERT_TRUE(got);
    EXPECT_EQ(got->remote_endpoint(), good);
    EXPECT_LT(elapsed(), 250ms);
}

TEST_F(open_socket_test, an_address_that_hangs_is_overtaken_by_the_next) {
    auto got = connect({hanging, good});
    ASSERT_TRUE(got);
    EXPECT_EQ(got->remote_endpoint(), good);
    EXPECT_GE(elapsed(), 250ms);
}

TEST_F(open_socket_test, small_messages_are_sent_at_once_and_a_vanished_peer_is_noticed) {
    auto got = connect({good});
    ASSERT_TRUE(got);
    EXPECT_EQ(option_of(*got, IPPROTO_TCP, TCP_NODELAY), 1);
    EXPECT_EQ(option_of(*got, SOL_SOCKET, SO_KEEPALIVE), 1);
    EXPECT_LE(option_of(*got, IPPROTO_TCP, TCP_KEEPIDLE), 60);
    EXPECT_LE(option_of(*got, IPPROTO_TCP, TCP_KEEPINTVL), 10);
}

TEST_F(open_socket_test, the_reason_of_every_address_is_told) {
    tcp::endpoint const other{make_address("127.0.0.2"), refusing.port()};
    auto const got = connect({refusing, other});
    EXPECT_EQ(got.error().code(), errc::connect_failed);
    EXPECT_THAT(got.error().message(), AllOf(HasSubstr("cannot connect to db.example:443: "),
                                             HasSubstr("127.0.0.1: Connection refused"),
                                             HasSubstr("127.0.0.2: Connection refused")));
}

TEST_F(open_socket_test, the_deadline_covers_all_addresses_and_tells_what_failed_until_then) {
    auto const got = connect({refusing, hanging, hanging}, 50ms);
    EXPECT_EQ(got.error().code(), errc::timeout);
    EXPECT_THAT(got.error().message(), AllOf(HasSubstr("connecting to db.example:443 took too long"),
                                             HasSubstr("127.0.0.1: Connection refused")));
    EXPECT_GE(elapsed(), 50ms);
}

TEST_F(open_socket_test, it_can_be_cancelled_at_any_attempt) {
    for (auto const& addresses : std::vector<std::vector<tcp::endpoint>>{{hanging}, {refusing, hanging}}) {
        test::running<tcp::socket> operation(io, connect_first(addresses, peer, begun + 5s));
        io.restart();
        for (int i = 0; i < 20; ++i) io.poll();
        operation.cancel();
        EXPECT_EQ(operation.wait().error().code(), errc::operation_aborted);
        io.restart();
        io.run();  // nothing of it is left
    }
}

TEST_F(open_socket_test, another_family_is_next_when_the_first_address_fails) {
    boost::system::error_code ec;
    tcp::acceptor six(io);
    six.open(tcp::v6(), ec);
    if (!ec) six.bind({asio::ip::address_v6::loopback(), 0}, ec);
    if (ec) return;  // no IPv6 on this machine: nothing to see
    six.listen();
    auto got = connect({refusing, hanging, hanging, six.local_endpoint()});
    ASSERT_TRUE(got);
    EXPECT_EQ(got->remote_endpoint(), six.local_endpoint());
    EXPECT_LT(elapsed(), 250ms);
}

}  // namespace
}  // namespace ddbsnap::net
