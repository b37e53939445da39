// Foreign text as a request to sign. Whatever is accepted must sign the same once more with its own canonical
// query and header values: canonical forms are stable.
#include "aws/canonical_headers.hpp"
#include "aws/canonical_uri.hpp"
#include "raw_request.hpp"

#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parsed = cli::parse_raw_request({reinterpret_cast<char const*>(data), size});
    if (!parsed) return 0;
    sigv4::options const how{
        .normalize_path = size % 2 == 0, .double_encode_path = false, .sign_body = size % 3 == 0};
    auto const once = sigv4::sign(parsed->view(), {"AKID", "secret", "token"}, {"r", "s"}, {}, how);
    if (!once) return 0;
    auto const path = sigv4::canonical_path(parsed->path, how);
    auto const query = sigv4::canonical_query(parsed->query);
    auto again = *parsed;
    std::vector<std::string> values;
    values.reserve(again.headers.size());
    for (auto& h : again.headers) h.value = values.emplace_back(sigv4::canonical_value(h.value));
    again.path = path;
    again.query = query;
    auto const twice = sigv4::sign(again.view(), {"AKID", "secret", "token"}, {"r", "s"}, {}, how);
    if (!twice || twice->canonical_request != once->canonical_request) std::abort();
    return 0;
}
