#include "net/root_index.hpp"

#include "net/pem_text.hpp"
#include "net/subject_key.hpp"

#include <ddbsnap/world.hpp>

#include <iterator>
#include <new>
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
    void operator()(char* text) const noexcept { OPENSSL_free(text); }
    void operator()(unsigned char* bytes) const noexcept { OPENSSL_free(bytes); }
};
template <class T>
using owned = std::unique_ptr<T, release>;

bool is_certificate(std::string_view name) {
    return name == PEM_STRING_X509 || name == PEM_STRING_X509_OLD || name == PEM_STRING_X509_TRUSTED;
}

bool is_end_of_file() {
    auto const error = ERR_peek_last_error();
    return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

// With all that OpenSSL takes for a certificate. Nothing where there is none, or something that cannot be
// read.
std::optional<std::vector<std::string>> certificates_by_openssl(std::string const& text) {
    owned<BIO> const file(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    if (!file) throw std::bad_alloc();
    std::vector<std::string> found;
    for (;;) {
        char *name = nullptr, *header = nullptr;
        unsigned char* data = nullptr;
        long length = 0;
        if (PEM_read_bio(file.get(), &name, &header, &data, &length) != 1) break;
        owned<char> const owned_name(name), owned_header(header);
        owned<unsigned char> const owned_data(data);
        if (is_certificate(name))
            found.emplace_back(reinterpret_cast<char const*>(data), static_cast<std::size_t>(length));
    }
    if (found.empty() || !is_end_of_file()) return std::nullopt;
    return found;
}

}  // namespace

void certificate_release::operator()(x509_st* owned) const noexcept { X509_free(owned); }

bool root_index::add_file(char const* path) {
    auto const text = real_world().read_file(path);
    if (!text) return false;
    auto ders = plain_certificates(*text);
    if (!ders) ders = certificates_by_openssl(*text);
    if (!ders) return false;
    std::vector<root> found;
    found.reserve(ders->size());
    for (auto& der : *ders) {
        auto const key = key_of_subject(der);
        if (!key) return false;
        found.push_back({*key, std::move(der)});
    }
    roots_.insert(roots_.end(), std::move_iterator(found.begin()), std::move_iterator(found.end()));
    return true;
}

std::vector<certificate> root_index::with_subject(X509_NAME const* subject) const {
    std::vector<certificate> found;
    unsigned char const* bytes = nullptr;
    std::size_t size = 0;
    if (X509_NAME_get0_der(subject, &bytes, &size) != 1) return found;
    auto const key = key_of_name({reinterpret_cast<char const*>(bytes), size});
    for (auto const& entry : roots_) {
        if (entry.subject_key != key) continue;
        auto const* at = reinterpret_cast<unsigned char const*>(entry.der.data());
        // With what may follow in a TRUSTED CERTIFICATE: what it is trusted for.
        certificate parsed(d2i_X509_AUX(nullptr, &at, static_cast<long>(entry.der.size())));
        if (parsed && X509_NAME_cmp(X509_get_subject_name(parsed.get()), subject) == 0)
            found.push_back(std::move(parsed));
    }
    return found;
}

}  // namespace ddbsnap::net
