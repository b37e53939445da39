// Foreign bytes as a cached token of IAM Identity Center. One that is accepted must be the same after being
// written and read. Seed corpus: tests/data/sso_tokens.
#include "aws/sso_token.hpp"

#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

namespace {

// Without the document, whose members may come in another order.
bool is_same(aws::sso_token const& a, aws::sso_token const& b) {
    return a.access_token.reveal() == b.access_token.reveal() && a.expires_at == b.expires_at &&
           a.refresh_token.reveal() == b.refresh_token.reveal() && a.client_id == b.client_id &&
           a.client_secret.reveal() == b.client_secret.reveal() &&
           a.registration_expires_at == b.registration_expires_at;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const token = aws::parse_sso_token({reinterpret_cast<char const*>(data), size});
    if (!token) return 0;
    if (token->access_token.empty()) std::abort();
    auto const text = aws::write_sso_token(*token);
    if (!text) std::abort();
    auto const again = aws::parse_sso_token(*text);
    if (!again || !is_same(*again, *token)) std::abort();
    return 0;
}
