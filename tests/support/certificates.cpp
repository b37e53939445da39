#include "support/certificates.hpp"

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdexcept>
#include <unistd.h>

namespace ddbsnap::test {
namespace {

std::shared_ptr<X509> own(X509* x) { return {x, X509_free}; }
std::shared_ptr<EVP_PKEY> own(EVP_PKEY* k) { return {k, EVP_PKEY_free}; }

// What the macro EVP_EC_gen stands for, without its C cast.
std::shared_ptr<EVP_PKEY> make_key() { return own(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")); }

void name_it(X509_NAME* name, std::string const& common_name) {
    auto const* text = reinterpret_cast<unsigned char const*>(common_name.c_str());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
}

void extend(X509* subject, X509* issuer, int what, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, subject, nullptr, nullptr, 0);
    auto* extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
    if (!extension) throw std::runtime_error("OpenSSL does not understand the extension " + value);
    X509_add_ext(subject, extension, -1);
    X509_EXTENSION_free(extension);
}

std::shared_ptr<X509> make_certificate(EVP_PKEY* key, std::string const& common_name,
                                       certificate_terms const& terms) {
    static std::atomic<long> serial{1};
    using std::chrono::seconds;
    auto made = own(X509_new());
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), seconds(terms.valid_from).count());
    X509_gmtime_adj(X509_getm_notAfter(made.get()), seconds(terms.valid_until).count());
    X509_set_pubkey(made.get(), key);
    name_it(X509_get_subject_name(made.get()), common_name);
    return made;
}

template <class Write>
std::string to_pem(Write write) {
    std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    write(out.get());
    char* text = nullptr;
    auto const size = BIO_ctrl(out.get(), BIO_CTRL_INFO, 0, &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

certificate_authority::certificate_authority() : key_(make_key()) {
    static std::atomic<int> number{1};  // two authorities must not have the same name
    root_ = make_certificate(key_.get(), "ddbsnap test CA " + std::to_string(number++), {});
    X509_set_issuer_name(root_.get(), X509_get_subject_name(root_.get()));
    extend(root_.get(), root_.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(root_.get(), root_.get(), NID_key_usage, "critical,keyCertSign");
    X509_sign(root_.get(), key_.get(), EVP_sha256());
}

certificate_authority::~certificate_authority() = default;

certificate certificate_authority::issue(certificate_terms const& terms) const {
    auto const key = make_key();
    auto const leaf = make_certificate(key.get(), "ddbsnap test server", terms);
    X509_set_issuer_name(leaf.get(), X509_get_subject_name(root_.get()));
    extend(leaf.get(), root_.get(), NID_subject_alt_name, terms.alternative_names);
    X509_sign(leaf.get(), key_.get(), EVP_sha256());
    auto const write_key = [&](BIO* out) {
        PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    };
    return {to_pem([&](BIO* out) { PEM_write_bio_X509(out, leaf.get()); }), to_pem(write_key)};
}

std::string certificate_authority::pem() const {
    return to_pem([&](BIO* out) { PEM_write_bio_X509(out, root_.get()); });
}

temporary_file::temporary_file(std::string_view content) {
    auto pattern = (std::filesystem::temp_directory_path() / "ddbsnap-test-XXXXXX").string();
    int const file = ::mkstemp(pattern.data());
    if (file < 0) throw std::runtime_error("no temporary file " + pattern);
    ::close(file);
    path_ = pattern;
    std::ofstream(path_, std::ios::binary) << content;
}

temporary_file::~temporary_file() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

}  // namespace ddbsnap::test
