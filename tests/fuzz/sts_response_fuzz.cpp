// Foreign bytes as what STS answers: XML. Keys that are accepted are whole, and a document is not both an
// answer and an error. Seed corpus: tests/data/sts_answers.
#include "aws/sts_response.hpp"

#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const keys = aws::read_sts_answer(text);
    if (keys && (keys->access_key_id.empty() || keys->secret_access_key.empty() || !keys->expiration))
        std::abort();
    auto const error = aws::read_sts_error(text);
    if (keys && error) std::abort();
    return 0;
}
