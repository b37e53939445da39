#include "net/der_walk.hpp"

#include <openssl/asn1.h>

namespace ddbsnap::net {

std::optional<der_walk::value> der_walk::next() const noexcept {
    auto const* const begin = reinterpret_cast<unsigned char const*>(rest_.data());
    auto const* content = begin;
    long length = 0;
    int tag = 0, of_class = 0;
    // 0x80 is an error, 0x01 a length to be found out, which DER does not have.
    auto const how = ASN1_get_object(&content, &length, &tag, &of_class, static_cast<long>(rest_.size()));
    if ((how & 0x81) != 0) return std::nullopt;
    auto const head = static_cast<std::size_t>(content - begin);
    auto const size = static_cast<std::size_t>(length);
    if (of_class == V_ASN1_CONTEXT_SPECIFIC) tag = context_tag(tag);
    return value{tag, rest_.substr(head, size), rest_.substr(0, head + size)};
}

std::optional<der_walk::value> der_walk::take() noexcept {
    auto const found = next();
    if (found) rest_.remove_prefix(found->whole.size());
    return found;
}

std::optional<der_walk::value> der_walk::take(int tag) noexcept {
    auto const found = next();
    if (!found || found->tag != tag) return std::nullopt;
    return take();
}

}  // namespace ddbsnap::net
