#include "net/blocking.hpp"

#include <openssl/ssl.h>

namespace ddbsnap::net {

boost::asio::thread_pool& blocking_thread() {
    // OpenSSL first, so that at exit the thread ends before it: on its way out it frees what OpenSSL keeps
    // for it.
    static int const has_tls = OPENSSL_init_ssl(0, nullptr);
    static_cast<void>(has_tls);
    static boost::asio::thread_pool thread(1);
    return thread;
}

}  // namespace ddbsnap::net
