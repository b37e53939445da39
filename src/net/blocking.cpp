#include "net/blocking.hpp"

namespace ddbsnap::net {

boost::asio::thread_pool& blocking_thread() {
    static boost::asio::thread_pool thread(1);
    return thread;
}

}  // namespace ddbsnap::net
