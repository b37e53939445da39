// Foreign bytes as what container services and instance metadata answer. Keys that are accepted are whole and
// can stand in a header; what is quoted of an error is short, fit for a terminal, and never what was sent.
// Seed corpus: tests/data/credential_documents.
#include "aws/credential_document.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

namespace {

constexpr std::string_view sent = "hush-sent";

void must_be_header_text(std::string_view text) {
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
        std::abort();
}

void must_be_quotable(std::string_view text) {
    must_be_header_text(text);
    if (!is_utf8(text) || text.find(sent) != text.npos) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (auto const keys = aws::read_credential_document(text, sent)) {
        if (keys->access_key_id.empty() || keys->secret_access_key.empty()) std::abort();
        must_be_header_text(keys->access_key_id);
        must_be_header_text(keys->session_token.reveal());
    } else {
        must_be_quotable(keys.error().message());
    }
    if (auto const error = aws::read_error_document(text, sent)) must_be_quotable(error->to_string());
    return 0;
}
