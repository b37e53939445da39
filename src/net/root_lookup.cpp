#include "net/root_lookup.hpp"

#include <new>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <utility>

namespace ddbsnap::net {
namespace {

// Whoever asks borrows the certificate; it belongs to the store, which has all of that subject afterwards:
// two roots may share a name, and OpenSSL goes through what the store holds to find the one that signed.
int give_to_store(X509_LOOKUP* lookup, certificate const& found, X509_OBJECT* into) {
    if (X509_STORE_add_cert(X509_LOOKUP_get_store(lookup), found.get()) != 1) return 0;
    if (X509_OBJECT_set1_X509(into, found.get()) != 1) return 0;
    X509_free(found.get());
    return 1;
}

int find(X509_LOOKUP* lookup, X509_LOOKUP_TYPE type, X509_NAME const* subject, X509_OBJECT* into) {
    auto const* index = static_cast<root_index const*>(X509_LOOKUP_get_method_data(lookup));
    if (type != X509_LU_X509 || index == nullptr) return 0;
    try {
        auto const found = index->with_subject(subject);
        for (std::size_t i = 1; i < found.size(); ++i)
            X509_STORE_add_cert(X509_LOOKUP_get_store(lookup), found[i].get());
        return found.empty() ? 0 : give_to_store(lookup, found.front(), into);
    } catch (std::bad_alloc const&) {
        return 0;  // nothing may be thrown through OpenSSL
    }
}

void forget(X509_LOOKUP* lookup) { delete static_cast<root_index*>(X509_LOOKUP_get_method_data(lookup)); }

X509_LOOKUP_METHOD* method() {
    static X509_LOOKUP_METHOD* const made = [] {
        auto* const m = X509_LOOKUP_meth_new("certificates parsed when they are needed");
        if (m == nullptr) throw std::bad_alloc();
        X509_LOOKUP_meth_set_get_by_subject(m, find);
        X509_LOOKUP_meth_set_free(m, forget);
        return m;
    }();
    return made;
}

}  // namespace

void look_for_roots_in(root_index index, ssl_ctx_st* context) {
    auto owned = std::make_unique<root_index>(std::move(index));
    auto* const lookup = X509_STORE_add_lookup(SSL_CTX_get_cert_store(context), method());
    if (lookup == nullptr) throw std::bad_alloc();
    delete static_cast<root_index*>(X509_LOOKUP_get_method_data(lookup));
    X509_LOOKUP_set_method_data(lookup, owned.release());
}

}  // namespace ddbsnap::net
