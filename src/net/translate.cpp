#include "net/translate.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <fmt/format.h>

namespace ddbsnap::net {

failure translate(boost::system::error_code ec, std::string_view what, errc otherwise) {
    namespace error = boost::asio::error;
    if (ec == error::operation_aborted || ec == error::bad_descriptor) return aborted(what);
    if (ec == error::timed_out) return failure(errc::timeout, fmt::format("{}: {}", what, ec.message()));
    if (ec == error::eof || ec == error::connection_reset || ec == error::broken_pipe ||
        ec == boost::asio::ssl::error::stream_truncated)
        return failure(errc::connection_closed, fmt::format("{}: the peer closed the connection", what));
    if (ec.category() == error::get_ssl_category())
        return failure(errc::tls_failed, fmt::format("{}: {}", what, ec.message()));
    return failure(otherwise, fmt::format("{}: {}", what, ec.message()));
}

failure aborted(std::string_view what) {
    return failure(errc::operation_aborted, fmt::format("{} was cancelled", what));
}

}  // namespace ddbsnap::net
