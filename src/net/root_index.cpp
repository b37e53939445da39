#include "net/root_index.hpp"

#include <array>
#include <iterator>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <optional>
#include <string_view>

namespace ddbsnap::net {
namespace {

struct release {
    void operator()(BIO* file) const noexcept { BIO_free(file); }
    void operator()(X509_NAME* name) const noexcept { X509_NAME_free(name); }
    void operator()(char* text) const noexcept { OPENSSL_free(text); }
    void operator()(unsigned char* bytes) const noexcept { OPENSSL_free(bytes); }
};
template <class T>
using owned = std::unique_ptr<T, release>;

// The values of DER one after the other.
struct der_walk {
    explicit der_walk(std::string_view der)
        : at(reinterpret_cast<unsigned char const*>(der.data())), end(at + der.size()) {}

    // Into the sequence that comes next.
    bool enter() {
        auto const found = next();
        if (!found || found->tag != V_ASN1_SEQUENCE || found->of_class != V_ASN1_UNIVERSAL) return false;
        at = found->content;
        end = found->content + found->length;
        return true;
    }
    bool skip() {
        auto const found = next();
        if (found) at = found->content + found->length;
        return found.has_value();
    }
    bool is_version() const {  // [0], in all but the oldest certificates
        auto const found = next();
        return found && found->tag == 0 && found->of_class == V_ASN1_CONTEXT_SPECIFIC;
    }

    struct value {
        unsigned char const* content;
        long length;
        int tag, of_class;
    };
    std::optional<value> next() const {
        value found{at, 0, 0, 0};
        // 0x80 is an error, 0x01 a length to be found out, which DER does not have.
        auto const how =
            ASN1_get_object(&found.content, &found.length, &found.tag, &found.of_class, end - at);
        if ((how & 0x81) != 0) return std::nullopt;
        return found;
    }

    unsigned char const* at;
    unsigned char const* end;
};

// RFC 5280, section 4.1: version, serialNumber, signature, issuer, validity, subject.
std::optional<unsigned long> subject_hash_of(std::string_view der) {
    der_walk walk(der);
    if (!walk.enter() || !walk.enter()) return std::nullopt;
    if (walk.is_version() && !walk.skip()) return std::nullopt;
    for (int field = 0; field < 4; ++field)
        if (!walk.skip()) return std::nullopt;
    owned<X509_NAME> const subject(d2i_X509_NAME(nullptr, &walk.at, walk.end - walk.at));
    int is_hashed = 0;
    auto const hash = subject ? X509_NAME_hash_ex(subject.get(), nullptr, nullptr, &is_hashed) : 0;
    if (is_hashed == 0) return std::nullopt;
    return hash;
}

bool is_certificate(std::string_view name) {
    return name == PEM_STRING_X509 || name == PEM_STRING_X509_OLD || name == PEM_STRING_X509_TRUSTED;
}

bool is_end_of_file() {
    auto const error = ERR_peek_last_error();
    return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

}  // namespace

void certificate_release::operator()(x509_st* owned) const noexcept { X509_free(owned); }

bool root_index::add_file(char const* path) {
    owned<BIO> const file(BIO_new_file(path, "r"));
    if (!file) return false;
    std::vector<root> found;
    for (;;) {
        char *name = nullptr, *header = nullptr;
        unsigned char* data = nullptr;
        long length = 0;
        if (PEM_read_bio(file.get(), &name, &header, &data, &length) != 1) break;
        owned<char> const owned_name(name), owned_header(header);
        owned<unsigned char> const owned_data(data);
        if (!is_certificate(name)) continue;
        std::string der(reinterpret_cast<char const*>(data), static_cast<std::size_t>(length));
        auto const hash = subject_hash_of(der);
        if (!hash) return false;
        found.push_back({*hash, std::move(der)});
    }
    if (found.empty() || !is_end_of_file()) return false;
    roots_.insert(roots_.end(), std::move_iterator(found.begin()), std::move_iterator(found.end()));
    return true;
}

std::vector<certificate> root_index::with_subject(X509_NAME const* subject) const {
    std::vector<certificate> found;
    int is_hashed = 0;
    auto const hash = X509_NAME_hash_ex(subject, nullptr, nullptr, &is_hashed);
    for (auto const& entry : roots_) {
        if (is_hashed == 0 || entry.subject_hash != hash) continue;
        auto const* at = reinterpret_cast<unsigned char const*>(entry.der.data());
        // With what may follow in a TRUSTED CERTIFICATE: what it is trusted for.
        certificate parsed(d2i_X509_AUX(nullptr, &at, static_cast<long>(entry.der.size())));
        if (parsed && X509_NAME_cmp(X509_get_subject_name(parsed.get()), subject) == 0)
            found.push_back(std::move(parsed));
    }
    return found;
}

}  // namespace ddbsnap::net
