// Foreign bytes as a compressed body. Whatever they are, no more than the limit comes of them.
// Seed corpus: tests/data/zstd.
#include "core/zstd.hpp"

#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    constexpr std::size_t limit = 64 * 1024;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const plain = zstd_decompressed(bytes, limit);
    if (plain && plain->size() > limit) std::abort();
    if (!plain && plain.error().code() != errc::corrupt_snapshot) std::abort();
    // A limit that is just enough changes nothing; one byte less is too little.
    if (plain && zstd_decompressed(bytes, plain->size()).value() != *plain) std::abort();
    if (plain && !plain->empty() && zstd_decompressed(bytes, plain->size() - 1)) std::abort();
    if (plain && zstd_decompressed(zstd_compressed(*plain), limit).value() != *plain) std::abort();
    return 0;
}
