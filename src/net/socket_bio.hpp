#pragma once

#include <array>
#include <cstddef>
#include <string>

struct bio_st;

namespace ddbsnap::net {

/// What OpenSSL reads from and writes to: ciphertext that has been received already, and the socket itself.
/// Sending never waits, and never raises SIGPIPE in the host, as OpenSSL's own socket BIO may.
class socket_bio {
   public:
    /// @param socket  non-blocking; -1 as long as there is none
    explicit socket_bio(int socket) : socket_(socket) {}
    socket_bio(socket_bio const&) = delete;
    socket_bio& operator=(socket_bio const&) = delete;

    /// A BIO over this object, which must outlive it.
    bio_st* make_bio();

    void set_socket(int socket) noexcept { socket_ = socket; }

    // The receiving end: what arrived is put into the free part of the buffer.
    bool is_empty() const noexcept { return begin_ == end_; }
    char* free_part() noexcept { return buffer_.data() + end_; }
    std::size_t free_size() const noexcept { return buffer_.size() - end_; }
    void received(std::size_t n) noexcept { end_ += n; }
    void ended() noexcept { has_ended_ = true; }

    /// From here on records are gathered, to go out together: one call for each would cost more than another
    /// copy.
    void gather();
    /// Sends what was gathered, as far as that goes now. What does not go later is in error().
    bool flush() noexcept;
    /// Ends the gathering.
    void release() noexcept;

    int error() const noexcept { return error_; }  ///< errno of the last send that failed

   private:
    friend struct socket_bio_method;
    int read(char* into, int size) noexcept;
    int write(char const* bytes, std::size_t size) noexcept;
    long send(char const* bytes, std::size_t size) noexcept;

    // More than a record of 16 KB with its head and tag, so that one read takes a whole one.
    std::array<char, 20 * 1024> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool has_ended_ = false;
    int socket_;
    int error_ = 0;
    bool is_gathering_ = false;
    std::string gathered_;
    std::size_t sent_ = 0;  // of it
};

}  // namespace ddbsnap::net
