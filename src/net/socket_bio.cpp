#include "net/socket_bio.hpp"

#include "core/spare_buffers.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <openssl/bio.h>
#include <sys/socket.h>
#include <utility>

namespace ddbsnap::net {

// The C face of the class. OpenSSL asks to retry where a call could not do anything now.
struct socket_bio_method {
    static socket_bio& of(BIO* bio) { return *static_cast<socket_bio*>(BIO_get_data(bio)); }

    static int read(BIO* bio, char* into, int size) {
        BIO_clear_retry_flags(bio);
        auto& self = of(bio);
        auto const n = self.read(into, size);
        if (n == 0 && !self.has_ended_) {
            BIO_set_retry_read(bio);
            return -1;
        }
        return n;
    }

    static int write(BIO* bio, char const* bytes, int size) {
        BIO_clear_retry_flags(bio);
        auto const n = of(bio).write(bytes, static_cast<std::size_t>(size));
        if (n < 0 && of(bio).error_ == 0) BIO_set_retry_write(bio);
        return n;
    }

    static long control(BIO* bio, int what, long, void*) {
        switch (what) {
            case BIO_CTRL_FLUSH:
                return 1;
            case BIO_CTRL_EOF:
                return of(bio).has_ended_ && of(bio).is_empty();
            default:
                return 0;
        }
    }

    static BIO_METHOD const* get() {
        static BIO_METHOD const* const method = make();
        return method;
    }

    static BIO_METHOD const* make() {
        auto* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "ddbsnap socket");
        if (method == nullptr) throw std::bad_alloc();
        BIO_meth_set_read(method, read);
        BIO_meth_set_write(method, write);
        BIO_meth_set_ctrl(method, control);
        return method;
    }
};

bio_st* socket_bio::make_bio() {
    auto* bio = BIO_new(socket_bio_method::get());
    if (bio == nullptr) throw std::bad_alloc();
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    return bio;
}

int socket_bio::read(char* into, int size) noexcept {
    auto const n = std::min(static_cast<std::size_t>(size), end_ - begin_);
    std::memcpy(into, buffer_.data() + begin_, n);
    begin_ += n;
    if (begin_ == end_) begin_ = end_ = 0;
    return static_cast<int>(n);
}

int socket_bio::write(char const* bytes, std::size_t size) noexcept {
    if (!is_gathering_) return static_cast<int>(send(bytes, size));
    try {
        gathered_.append(bytes, size);
    } catch (std::bad_alloc const&) {
        error_ = ENOMEM;
        return -1;
    }
    return static_cast<int>(size);
}

long socket_bio::send(char const* bytes, std::size_t size) noexcept {
    error_ = 0;
    auto const n = ::send(socket_, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) error_ = errno;
    return n;
}

void socket_bio::gather() {
    gathered_ = take_spare(66 * 1024);
    sent_ = 0;
    is_gathering_ = true;
}

bool socket_bio::flush() noexcept {
    while (sent_ < gathered_.size()) {
        auto const n = send(gathered_.data() + sent_, gathered_.size() - sent_);
        if (n < 0) return false;
        sent_ += static_cast<std::size_t>(n);
    }
    gathered_.clear();
    sent_ = 0;
    return true;
}

void socket_bio::release() noexcept {
    is_gathering_ = false;
    keep_spare(std::move(gathered_));
    gathered_ = {};
}

}  // namespace ddbsnap::net
