#include "net/subject_key.hpp"

#include "net/der_walk.hpp"

#include <openssl/asn1.h>

namespace ddbsnap::net {
namespace {

// FNV-1a.
class running_hash {
   public:
    void add(unsigned char byte) noexcept { sum_ = (sum_ ^ byte) * 1099511628211U; }
    std::uint64_t value() const noexcept { return sum_; }

   private:
    std::uint64_t sum_ = 14695981039346656037U;
};

std::size_t bytes_of_character(int tag) {
    if (tag == V_ASN1_BMPSTRING) return 2;
    return tag == V_ASN1_UNIVERSALSTRING ? 4 : 1;
}

// Letters and digits of ASCII alone, which no comparison changes but for their case.
void add_text(running_hash& sum, der_walk::value const& text) noexcept {
    auto const width = bytes_of_character(text.tag);
    for (std::size_t i = 0; i + width <= text.content.size(); i += width) {
        auto const character = text.content.substr(i, width);
        if (character.find_first_not_of('\0') < width - 1) continue;
        auto const c = static_cast<unsigned char>(character.back());
        auto const lower = static_cast<unsigned char>(c | 0x20U);
        if (lower >= 'a' && lower <= 'z') sum.add(lower);
        if (c >= '0' && c <= '9') sum.add(c);
    }
}

// SET OF AttributeTypeAndValue
bool add_part(running_hash& sum, std::string_view set) noexcept {
    der_walk attributes(set);
    while (!attributes.is_at_end()) {
        auto const attribute = attributes.take(V_ASN1_SEQUENCE);
        if (!attribute) return false;
        der_walk walk(attribute->content);
        auto const type = walk.take(V_ASN1_OBJECT);
        auto const value = walk.take();
        if (!type || !value || !walk.is_at_end()) return false;
        for (char const c : type->content) sum.add(static_cast<unsigned char>(c));
        add_text(sum, *value);
    }
    return true;
}

}  // namespace

std::optional<std::uint64_t> key_of_name(std::string_view der) noexcept {
    der_walk walk(der);
    auto const name = walk.take(V_ASN1_SEQUENCE);
    if (!name) return std::nullopt;
    running_hash sum;
    der_walk parts(name->content);
    while (!parts.is_at_end()) {
        auto const part = parts.take(V_ASN1_SET);
        if (!part || !add_part(sum, part->content)) return std::nullopt;
    }
    return sum.value();
}

// RFC 5280, section 4.1: version, serialNumber, signature, issuer, validity, subject.
std::optional<std::uint64_t> key_of_subject(std::string_view certificate) noexcept {
    auto const whole = der_walk(certificate).next();
    if (!whole || whole->tag != V_ASN1_SEQUENCE) return std::nullopt;
    auto const signed_part = der_walk(whole->content).next();
    if (!signed_part || signed_part->tag != V_ASN1_SEQUENCE) return std::nullopt;
    der_walk fields(signed_part->content);
    static_cast<void>(fields.take(der_walk::context_tag(0)));  // the version, which the oldest do not have
    for (int field = 0; field < 4; ++field)
        if (!fields.take()) return std::nullopt;
    auto const subject = fields.next();
    return subject ? key_of_name(subject->whole) : std::nullopt;
}

}  // namespace ddbsnap::net
