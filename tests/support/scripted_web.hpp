#pragma once

#include "net/byte_stream.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ddbsnap::test {

/// A request that is expected and what comes of it.
struct web_exchange {
    std::string to;                              ///< "http://169.254.169.254:80"
    std::string request;                         ///< "GET /path"; empty when connecting fails
    std::map<std::string, std::string> headers;  ///< that it must have; "(none)": must not have
    std::vector<std::string> body_parts;         ///< that its body must contain
    std::string answer;                          ///< the whole response
    errc fails{};                                ///< connecting does
};

/// Everything that a program says over the network and hears from it, in order.
struct web_script {
    std::vector<web_exchange> exchanges;
    std::map<std::string, std::vector<std::string>> names;  ///< host names and their addresses

    std::size_t done = 0;
    std::vector<std::string> complaints;  ///< what was not as the script has it
};

/// The network of such a script. Once all of it is done nobody can be connected to. Requests in another order
/// or with other content fail and are complained of.
std::shared_ptr<net::stream_connector> make_scripted_web(std::shared_ptr<web_script> script);

}  // namespace ddbsnap::test
