#include "net/peer_name.hpp"

#include <boost/asio/ip/address.hpp>

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace ddbsnap::net {
namespace {

std::string_view certificate_mend(long verdict) {
    switch (verdict) {
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return "use the name in the certificate as the endpoint's host";
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return "renew the server's certificate, or set this machine's clock";
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return "set this machine's clock";
        default:
            return "add the issuing CA with AWS_CA_BUNDLE if it is to be trusted";
    }
}

}  // namespace

void expect_peer(ssl_st* ssl, std::string const& host) {
    boost::system::error_code not_literal;
    boost::asio::ip::make_address(host, not_literal);
    if (!not_literal) {
        if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) != 1) throw std::bad_alloc();
        return;
    }
    // What the macro SSL_set_tlsext_host_name stands for, without its C cast.
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    // Without a name to expect, any certificate would do.
    if (SSL_set1_host(ssl, host.c_str()) != 1) throw std::bad_alloc();
}

std::optional<failure> certificate_failure(ssl_st* ssl, origin const& to) {
    auto const verdict = SSL_get_verify_result(ssl);
    if (verdict == X509_V_OK) return std::nullopt;
    return failure(errc::certificate_rejected,
                   fmt::format("the certificate of {} is not acceptable: {}", to.to_string(),
                               X509_verify_cert_error_string(verdict)),
                   std::string(certificate_mend(verdict)));
}

}  // namespace ddbsnap::net
