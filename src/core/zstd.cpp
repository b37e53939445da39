#include "core/zstd.hpp"

#include <fmt/format.h>

#ifdef DDBSNAP_WITH_ZSTD
#include <zstd.h>
#endif

namespace ddbsnap {

#ifdef DDBSNAP_WITH_ZSTD

namespace {

// zstd's own default: what lies above gains a few percent for a multiple of the time.
constexpr int level = 3;

failure damaged(std::string_view how) {
    return failure(errc::corrupt_snapshot, fmt::format("the compressed body {}", how));
}

}  // namespace

bool has_zstd() noexcept { return true; }

std::string zstd_compressed(std::string_view bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    auto const size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), level);
    out.resize(ZSTD_isError(size) ? 0 : size);
    out.shrink_to_fit();
    return out;
}

result<std::string> zstd_decompressed(std::string_view frame, std::size_t at_most) {
    auto const promised = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (promised == ZSTD_CONTENTSIZE_ERROR) return damaged("does not begin as zstd does");
    if (promised == ZSTD_CONTENTSIZE_UNKNOWN) return damaged("does not say its size");
    if (promised > at_most) return damaged(fmt::format("stands for more than {} bytes", at_most));
    auto const length = ZSTD_findFrameCompressedSize(frame.data(), frame.size());
    if (ZSTD_isError(length)) return damaged("is cut off or damaged");
    if (length != frame.size()) return damaged("is followed by something else");
    std::string out(static_cast<std::size_t>(promised), '\0');
    auto const size = ZSTD_decompress(out.data(), out.size(), frame.data(), frame.size());
    if (ZSTD_isError(size)) return damaged(fmt::format("is damaged: {}", ZSTD_getErrorName(size)));
    if (size != out.size()) return damaged("stands for less than it says");
    return out;
}

#else

bool has_zstd() noexcept { return false; }

std::string zstd_compressed(std::string_view) { return {}; }

result<std::string> zstd_decompressed(std::string_view, std::size_t) {
    return failure(errc::not_supported, "the body is compressed with zstd, which this build cannot read",
                   "build with -DDDBSNAP_WITH_ZSTD=ON");
}

#endif

}  // namespace ddbsnap
