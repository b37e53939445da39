// Foreign bytes as a compressed answer. Whatever they are, no more than the limit comes of them.
// Seed corpus: tests/data/gzip.
#include "core/gzip.hpp"

#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    constexpr std::size_t limit = 64 * 1024;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const plain = gunzip(bytes, limit);
    if (plain && plain->size() > limit) std::abort();
    if (plain && !looks_like_gzip(bytes)) std::abort();
    if (!plain && plain.error().code() != errc::malformed_response &&
        plain.error().code() != errc::response_too_large)
        std::abort();
    // A limit that is just enough changes nothing; one byte less is too little.
    if (plain && gunzip(bytes, plain->size()).value() != *plain) std::abort();
    if (plain && !plain->empty() && gunzip(bytes, plain->size() - 1)) std::abort();
    return 0;
}
