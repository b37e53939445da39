#pragma once

#include <ddbsnap/result.hpp>

#include <boost/system/error_code.hpp>

#include <string_view>

namespace ddbsnap::net {

/// Asio's code for something that failed, as one of ours. `what` names the act and the peer.
failure translate(boost::system::error_code, std::string_view what, errc otherwise = errc::connection_closed);

/// The caller cancelled while `what` was going on.
failure aborted(std::string_view what);

}  // namespace ddbsnap::net
