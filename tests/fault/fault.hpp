#pragma once

#include "fault/operations.hpp"
#include "support/reaction.hpp"

#include <string>
#include <system_error>
#include <vector>

namespace ddbsnap::test {

/// Something a server does instead of answering as it should, and what a client must make of it.
struct fault {
    enum class outcome { harmless, failure, either };
    enum class again { never, always, either };  ///< whether the client has to try once more
    /// What a client can know of a write that ended so.
    enum class fate {
        refused,   ///< that it was not carried out
        unknown,   ///< nothing: it may have been
        unstated,  ///< the rules leave it open
    };

    std::string name;
    reaction what{};
    outcome result = outcome::failure;
    std::vector<std::error_code> codes{};  ///< one of them
    again retried = again::never;
    fate write = fate::unknown;
    bool arrives = true;      ///< the server gets the whole request
    bool hangs = false;       ///< only a deadline ends it
    std::size_t padding = 0;  ///< makes the request so much larger
    bool asks_for_gzip = false;
    bool only_typed = false;  ///< not for call(), which hands the body on unread
    bool costly = false;      ///< for a few operations only
};

using answer_function = std::function<std::string(received_request const&)>;

// Kinds of faults, as functions that fill in what they have in common.

/// The connection ends.
fault lost(std::string name, reaction what);
/// Nothing more comes.
fault stalls(std::string name, reaction what);
/// An answer that is none.
fault malformed(std::string name, answer_function answer);
/// The server says that it did not do it.
fault refused(std::string name, std::string answer, std::vector<std::error_code> codes);
/// The server says that it failed.
fault server_failed(std::string name, std::string answer, std::error_code code);
/// Odd, but an answer.
fault harmless(std::string name, answer_function answer);

std::vector<fault> connection_faults();  ///< what happens to connections
std::vector<fault> framing_faults();     ///< where an answer begins and ends
std::vector<fault> head_faults();        ///< status line and headers
std::vector<fault> content_faults();     ///< the body of an answer
std::vector<fault> error_faults();       ///< each status in each form an error may have
std::vector<fault> tls_faults();         ///< only over TLS

}  // namespace ddbsnap::test
