#pragma once

#include "core/spare_buffers.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ddbsnap::dynamodb {

/// The JSON document of a call, with room before it for a request's head: they go out in one piece, and the
/// document, which may have hundreds of kilobytes, is written once and copied never.
class request_buffer {
   public:
    explicit request_buffer(std::size_t expected = 1024) : bytes_(take_spare(begin_ + expected)) {
        bytes_.reserve(begin_ + expected);
        bytes_.resize(begin_);
    }
    request_buffer(request_buffer&& other) noexcept
        : begin_(other.begin_), bytes_(std::exchange(other.bytes_, {})) {}
    request_buffer& operator=(request_buffer&&) = delete;
    ~request_buffer() {
        if (bytes_.capacity() != 0) keep_spare(std::move(bytes_));
    }
    explicit request_buffer(std::string_view document) : request_buffer(document.size()) {
        bytes_ += document;
    }

    /// What the document is appended to.
    std::string& writer() noexcept { return bytes_; }

    std::string_view document() const noexcept { return std::string_view(bytes_).substr(begin_); }

    /// Puts `head` before the document, in place of an earlier one.
    /// @return the whole request, until the buffer changes
    std::string_view put_head(std::string_view head) {
        if (head.size() > begin_) {
            bytes_.insert(0, head.size() - begin_, ' ');
            begin_ = head.size();
        }
        auto const start = begin_ - head.size();
        head.copy(bytes_.data() + start, head.size());
        return std::string_view(bytes_).substr(start);
    }

   private:
    // Enough for a head with a session token of the usual size.
    std::size_t begin_ = 2048;
    std::string bytes_;
};

}  // namespace ddbsnap::dynamodb
