#pragma once

#include "net/byte_stream.hpp"

#include <functional>
#include <memory>
#include <string_view>

namespace ddbsnap {

/// Says which addresses may be connected to.
using address_rule = std::function<bool(std::string_view address)>;

/// Connects without TLS only to origins all of whose addresses the rule allows, and to those addresses
/// themselves: asked for again, the name might stand for others. Tries them in order.
///
/// @errors of connecting: errc::invalid_configuration where an address is not allowed, and those of `by`
std::shared_ptr<net::stream_connector> checked_connector(std::shared_ptr<net::stream_connector> by,
                                                         address_rule allows);

}  // namespace ddbsnap
