#pragma once

#include "support/http_text.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace ddbsnap::test {

/// What the server does with one request, or with one connection.
struct reaction {
    enum class ending {
        keep_alive,
        close,                 ///< in good order, over TLS with a close_notify
        close_without_notify,  ///< TLS is cut off where TCP ends
        half_close,            ///< says that nothing more comes, and goes on reading until the peer ends
        reset,                 ///< so that the peer gets ECONNRESET
        hang,                  ///< neither reads nor writes any more
    };
    /// Something TLS does on its own account, between reading the request and sending the answer.
    enum class tls_act {
        none,
        renegotiate,  ///< TLS 1.2: asks for another handshake
        key_update,   ///< TLS 1.3: new keys for both directions
    };
    static constexpr std::size_t all = static_cast<std::size_t>(-1);

    std::string send{};  ///< bytes, as they are
    ending after = ending::keep_alive;
    std::size_t send_at_most = all;  ///< of what is sent
    std::size_t piece = all;         ///< so many bytes go at a time
    std::string unasked{};  ///< in a record of its own, but in the same TCP segment where there is room
    std::size_t read_at_most = all;     ///< of the request, before anything else happens
    bool at_connection = false;         ///< act as soon as connected: no handshake, no request
    std::function<void()> when_read{};  ///< called before anything is sent
    /// In place of `send`, where the answer depends on the request; not with `read_at_most`.
    std::function<std::string(received_request const&)> answer{};
    std::chrono::milliseconds pause{0};  ///< before each piece but the first
    std::string forever{};               ///< behind the rest, again and again until the peer ends
    std::string beneath_tls{};           ///< behind the rest, past the encryption
    tls_act act = tls_act::none;
};

/// What a server does, where it is not a list that it works off.
struct behaviour {
    /// With connection number `connection`, from 1, before anything is read; nothing: serve it.
    std::function<std::optional<reaction>(int connection)> on_connection{};
    /// With the request whose first byte has come.
    std::function<reaction()> on_request{};
};

}  // namespace ddbsnap::test
