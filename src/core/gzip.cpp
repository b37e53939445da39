#include "core/gzip.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <zlib.h>

namespace ddbsnap {
namespace {

constexpr int gzip_only = 15 + 16;  // the largest window, and no other format

class inflater {
   public:
    explicit inflater(std::string_view bytes) {
        // zlib does not write there; it has no const for it.
        state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        state_.avail_in = static_cast<uInt>(bytes.size());
        works_ = ::inflateInit2(&state_, gzip_only) == Z_OK;
    }
    inflater(inflater const&) = delete;
    inflater& operator=(inflater const&) = delete;
    ~inflater() {
        if (works_) ::inflateEnd(&state_);
    }

    bool works() const { return works_; }
    bool has_more() const { return state_.avail_in != 0; }
    bool next_member() { return ::inflateReset(&state_) == Z_OK; }

    /// Appends at most `room` bytes; gives zlib's verdict.
    int append(std::string& out, std::size_t room) {
        std::array<char, 16 * 1024> piece;
        state_.next_out = reinterpret_cast<Bytef*>(piece.data());
        state_.avail_out = static_cast<uInt>(std::min(piece.size(), room));
        auto const before = state_.avail_out;
        int const verdict = ::inflate(&state_, Z_NO_FLUSH);
        out.append(piece.data(), before - state_.avail_out);
        return verdict;
    }

   private:
    z_stream state_{};
    bool works_ = false;
};

failure damaged(std::string_view how) {
    return failure(errc::malformed_response, fmt::format("the compressed answer {}", how));
}

}  // namespace

bool looks_like_gzip(std::string_view bytes) noexcept { return bytes.starts_with("\x1f\x8b"); }

result<std::string> gunzip(std::string_view bytes, std::size_t at_most) {
    inflater in(bytes);
    if (!in.works()) return failure(errc::io_error, "zlib cannot be started");
    std::string out;
    for (;;) {
        // One byte more than may be, to see that there is one.
        int const verdict = in.append(out, at_most - std::min(at_most, out.size()) + 1);
        if (out.size() > at_most)
            return failure(errc::response_too_large,
                           fmt::format("the compressed answer stands for more than {} bytes", at_most));
        if (verdict == Z_STREAM_END) {
            if (!in.has_more()) return out;
            if (!in.next_member()) return damaged("cannot be read on");
        } else if (verdict == Z_BUF_ERROR) {
            return damaged("is cut off");
        } else if (verdict != Z_OK) {
            return damaged("is damaged");
        }
    }
}

}  // namespace ddbsnap
