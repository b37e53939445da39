// Foreign bytes as a file of the spool directory. One that is accepted must be the same after being written.
// Seed corpus: tests/data/spool.
#include "snapshot/spool_file.hpp"

#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const header = parse_spool_header(bytes);
    auto const whole = parse_spool_file(bytes);
    if (!whole) return 0;
    if (!header || header->size != whole->body.size()) std::abort();
    auto const again = spool_header(whole->about, whole->body) + std::string(whole->body);
    if (again != bytes) std::abort();
    return 0;
}
