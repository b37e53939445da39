#include "aws/dpop.hpp"

#include "aws/json_writer.hpp"
#include "core/encoding.hpp"

#include <array>
#include <memory>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <optional>
#include <vector>

namespace ddbsnap::aws {
namespace {

template <class T, void (*Free)(T*)>
struct freed_by {
    void operator()(T* what) const noexcept { Free(what); }
};
template <class T, void (*Free)(T*)>
using owned = std::unique_ptr<T, freed_by<T, Free>>;

using owned_key = owned<EVP_PKEY, EVP_PKEY_free>;
using owned_number = owned<BIGNUM, BN_free>;

constexpr int coordinate_size = 32;

// Errors of here must not be taken for those of a TLS connection of this thread.
struct error_queue_scope {
    error_queue_scope() { ERR_set_mark(); }
    ~error_queue_scope() { ERR_pop_to_mark(); }
    error_queue_scope(error_queue_scope const&) = delete;
    error_queue_scope& operator=(error_queue_scope const&) = delete;
};

// OpenSSL would ask for the password of an encrypted key at the terminal.
int no_password(char*, int, int, void*) { return -1; }

owned_key read_key(std::string_view pem) {
    owned<BIO, BIO_free_all> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!in) return nullptr;
    owned_key key(PEM_read_bio_PrivateKey(in.get(), nullptr, no_password, nullptr));
    if (!key || EVP_PKEY_is_a(key.get(), "EC") != 1) return nullptr;
    std::array<char, 32> group{};
    std::size_t length = 0;
    if (EVP_PKEY_get_utf8_string_param(key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size(),
                                       &length) != 1 ||
        std::string_view(group.data(), length) != "prime256v1")
        return nullptr;
    return key;
}

bool append_number(std::string& out, BIGNUM const* number) {
    std::array<unsigned char, coordinate_size> bytes{};
    if (!number || BN_bn2binpad(number, bytes.data(), coordinate_size) != coordinate_size) return false;
    out.append(bytes.begin(), bytes.end());
    return true;
}

std::optional<std::string> coordinate(EVP_PKEY const* key, char const* which) {
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key, which, &number) != 1) return std::nullopt;
    owned_number const owner(number);
    std::string bytes;
    if (!append_number(bytes, number)) return std::nullopt;
    return to_base64url(bytes);
}

// OpenSSL gives a signature as ASN.1, a JWT has its two numbers one after the other.
std::optional<std::string> plain_signature(std::vector<unsigned char> const& der) {
    auto const* at = der.data();
    owned<ECDSA_SIG, ECDSA_SIG_free> parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    std::string bytes;
    if (!parsed || !append_number(bytes, ECDSA_SIG_get0_r(parsed.get())) ||
        !append_number(bytes, ECDSA_SIG_get0_s(parsed.get())))
        return std::nullopt;
    return bytes;
}

std::optional<std::string> sign(EVP_PKEY* key, std::string_view text) {
    owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
    auto const* bytes = reinterpret_cast<unsigned char const*>(text.data());
    std::size_t size = 0;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1)
        return std::nullopt;
    std::vector<unsigned char> der(size);
    if (EVP_DigestSign(context.get(), der.data(), &size, bytes, text.size()) != 1) return std::nullopt;
    der.resize(size);
    return plain_signature(der);
}

std::string header_of(std::string_view x, std::string_view y) {
    std::string out;
    json_writer to(out);
    to.begin_object();
    to.member("typ", "dpop+jwt");
    to.member("alg", "ES256");
    to.key("jwk");
    to.begin_object();
    to.member("kty", "EC");
    to.member("crv", "P-256");
    to.member("x", x);
    to.member("y", y);
    to.end_object();
    to.end_object();
    return out;
}

std::string payload_of(dpop_claims const& claims) {
    std::string out;
    json_writer to(out);
    to.begin_object();
    to.member("jti", claims.id);
    to.member("htm", claims.method);
    to.member("htu", claims.url);
    to.member("iat",
              std::int64_t{std::chrono::floor<std::chrono::seconds>(claims.now.time_since_epoch()).count()});
    to.end_object();
    return out;
}

}  // namespace

std::string to_base64url(std::string_view bytes) {
    auto text = to_base64(bytes);
    while (text.ends_with('=')) text.pop_back();
    for (auto& c : text) {
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return text;
}

result<std::string> sign_dpop_proof(secret_string const& pem, dpop_claims const& claims) {
    error_queue_scope const errors;
    auto const key = read_key(pem.reveal());
    if (!key) return failure(errc::invalid_argument, "it is no private key on the curve P-256 in PEM form");
    auto const x = coordinate(key.get(), OSSL_PKEY_PARAM_EC_PUB_X);
    auto const y = coordinate(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y);
    if (!x || !y) return failure(errc::invalid_argument, "its public half cannot be told");
    auto text = to_base64url(header_of(*x, *y)) + "." + to_base64url(payload_of(claims));
    auto const signature = sign(key.get(), text);
    if (!signature) return failure(errc::invalid_argument, "it does not sign");
    return text + "." + to_base64url(*signature);
}

}  // namespace ddbsnap::aws
