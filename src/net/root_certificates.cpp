#include "net/root_certificates.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace ddbsnap::net {
namespace {

// Where distributions keep their roots, for a binary whose OpenSSL was built for another one.
constexpr std::array root_files{
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",                   // Fedora, RHEL, Amazon Linux
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // newer RHEL
    "/etc/ssl/ca-bundle.pem",                             // SUSE
    "/etc/ssl/cert.pem",                                  // Alpine, BSD
};

bool exists(char const* path) {
    std::error_code ignored;
    return path && std::filesystem::exists(path, ignored);
}

bool load_system_roots(SSL_CTX* context) {
    SSL_CTX_set_default_verify_paths(context);
    char const* file = std::getenv(X509_get_default_cert_file_env());
    char const* directory = std::getenv(X509_get_default_cert_dir_env());
    if (exists(file ? file : X509_get_default_cert_file())) return true;
    if (file) return false;  // named and missing: do not quietly trust something else
    for (char const* path : root_files)
        if (exists(path) && SSL_CTX_load_verify_file(context, path) == 1) return true;
    return exists(directory ? directory : X509_get_default_cert_dir());
}

}  // namespace

result<void> load_roots(ssl_ctx_st* native, std::string const& ca_bundle) {
    bool const has_roots = load_system_roots(native);
    if (!ca_bundle.empty() && SSL_CTX_load_verify_file(native, ca_bundle.c_str()) != 1) {
        ERR_clear_error();
        return failure(errc::invalid_configuration,
                       fmt::format("the CA bundle {} holds no usable certificates", ca_bundle),
                       "point AWS_CA_BUNDLE or ca_bundle at a PEM file");
    }
    ERR_clear_error();
    if (!has_roots && ca_bundle.empty())
        return failure(errc::invalid_configuration, "no CA certificates were found on this machine",
                       "install ca-certificates, or set AWS_CA_BUNDLE or SSL_CERT_FILE to a PEM file");
    return {};
}

}  // namespace ddbsnap::net
