// Foreign text as an answer of STS. What is taken for keys must be fit for a header, and have an expiration.
// Seed corpus: tests/data/sts.
#include "aws/sts_response.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const is_fit = [](std::string_view part) {
        return !part.empty() &&
               std::all_of(part.begin(), part.end(), [](char c) { return c > ' ' && c < 0x7f; });
    };
    if (auto const found = aws::read_sts_answer(text)) {
        bool const fit = is_fit(found->access_key_id) && is_fit(found->secret_access_key.reveal()) &&
                         is_fit(found->session_token.reveal());
        if (!fit || !found->expiration) std::abort();
    }
    if (auto const said = aws::read_sts_error(text); said && said->code.empty()) std::abort();
    return 0;
}
