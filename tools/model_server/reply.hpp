#pragma once

#include <string>
#include <string_view>

namespace model_server {

/// What a call is answered with.
struct reply {
    int status = 200;
    std::string body;
    std::string_view content_type = "application/json";
    std::string_view allow;  ///< of 405: the methods there are
    /// The call, for the counters: one of a fixed set of words.
    std::string_view call = "other";
    /// The registry is another one now; that is to be saved before the reply goes out.
    bool has_changed = false;
};

// All shaped as TorchServe's.

/// `{"status": "..."}`
reply status_reply(int status, std::string_view text);
/// `{"code": ..., "type": "...", "message": "..."}`
reply error_reply(int status, std::string_view type, std::string_view message);

reply bad_request(std::string_view message);
reply no_such_resource();
reply not_allowed(std::string_view methods);

/// Not called `quoted`: std::quoted would be found, too.
inline std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace model_server
