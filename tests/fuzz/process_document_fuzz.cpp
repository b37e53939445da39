// Foreign bytes as what the command of `credential_process` prints. Keys that are accepted are whole. Seed
// corpus: tests/data/credential_documents.
#include "aws/process_document.hpp"

#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const keys = aws::parse_process_document({reinterpret_cast<char const*>(data), size});
    if (keys && (keys->access_key_id.empty() || keys->secret_access_key.empty())) std::abort();
    return 0;
}
