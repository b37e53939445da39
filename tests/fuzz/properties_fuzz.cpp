// Foreign text as a properties file. What is accepted must be the same after being written and read, in both
// forms where it is UTF-8. Seed corpus: tests/data/torchserve.
#include "core/utf8.hpp"

#include <ddbsnap/torchserve.hpp>

#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    (void)read_torchserve_info(text);
    auto const once = parse_properties(text);
    if (!once) return 0;
    auto const twice = parse_properties(format_properties(*once, "fuzz", {}, properties_form::writer));
    if (!twice || *twice != *once) std::abort();
    if (!is_utf8(text)) return 0;
    auto const escaped = parse_properties(format_properties(*once, "fuzz", {}, properties_form::stream));
    if (!escaped || *escaped != *once) std::abort();
    return 0;
}
