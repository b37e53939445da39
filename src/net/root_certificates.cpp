#include "net/root_certificates.hpp"

#include "net/root_lookup.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <utility>

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

// What a file or a directory of this machine has. Where one is named, nothing else is quietly trusted.
result<void> add_system_roots(root_index& roots) {
    char const* named = std::getenv(X509_get_default_cert_file_env());
    if (named && *named == '\0') named = nullptr;
    char const* directory = std::getenv(X509_get_default_cert_dir_env());
    char const* const first = named ? named : X509_get_default_cert_file();
    if (exists(first) && roots.add_file(first)) return {};
    if (named && !exists(directory))
        return failure(errc::invalid_configuration,
                       fmt::format("SSL_CERT_FILE names {}, which {}", named,
                                   exists(named) ? "holds no usable certificates" : "does not exist"),
                       "point it at a PEM file, or unset it");
    for (char const* path : root_files)
        if (!named && exists(path) && roots.add_file(path)) return {};
    if (exists(directory ? directory : X509_get_default_cert_dir())) return {};
    return failure(errc::invalid_configuration, "no CA certificates were found on this machine",
                   "install ca-certificates, or set AWS_CA_BUNDLE or SSL_CERT_FILE to a PEM file");
}

}  // namespace

result<void> load_roots(ssl_ctx_st* native, std::string const& ca_bundle) {
    root_index roots;
    auto added = add_system_roots(roots);
    ERR_clear_error();
    if (!ca_bundle.empty() && !roots.add_file(ca_bundle.c_str())) {
        ERR_clear_error();
        return failure(errc::invalid_configuration,
                       fmt::format("the CA bundle {} holds no usable certificates", ca_bundle),
                       "point AWS_CA_BUNDLE or ca_bundle at a PEM file");
    }
    if (!added && ca_bundle.empty()) return added;
    look_for_roots_in(std::move(roots), native);
    SSL_CTX_set_default_verify_dir(native);  // last: it reads a file for each name that it is asked for
    ERR_clear_error();
    return {};
}

}  // namespace ddbsnap::net
