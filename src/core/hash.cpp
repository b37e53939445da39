#include "core/hash.hpp"

#include <new>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdexcept>
#include <string>
#include <zlib.h>

namespace ddbsnap {
namespace {

// A hash that OpenSSL lacks means that its providers are not set up: nothing a caller could handle.
[[noreturn]] void fail(char const* what) {
    throw std::runtime_error(std::string("OpenSSL cannot provide ") + what +
                             "; check its configuration (OPENSSL_CONF)");
}

// Fetched once: an implicit fetch costs more than hashing a small message. Never freed, so that hashing
// still works in destructors that run at exit.
EVP_MD const* sha256_algorithm() {
    static EVP_MD const* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (algorithm == nullptr) fail("SHA-256");
    return algorithm;
}

EVP_MAC* hmac_algorithm() {
    static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    if (algorithm == nullptr) fail("HMAC");
    return algorithm;
}

unsigned char const* as_bytes(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

}  // namespace

void sha256_stream::release::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

void hmac_sha256_key::release::operator()(evp_mac_ctx_st* context) const noexcept {
    EVP_MAC_CTX_free(context);
}

sha256_stream::sha256_stream() : context_(EVP_MD_CTX_new()) {
    if (!context_) throw std::bad_alloc();
    if (EVP_DigestInit_ex2(context_.get(), sha256_algorithm(), nullptr) != 1) fail("SHA-256");
}

void sha256_stream::start() {
    // Without an algorithm the context keeps its own and allocates nothing.
    if (EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) != 1) fail("SHA-256");
}

void sha256_stream::update(std::string_view bytes) {
    if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1) fail("SHA-256");
}

sha256_digest sha256_stream::finish() {
    sha256_digest out;
    if (EVP_DigestFinal_ex(context_.get(), out.bytes.data(), nullptr) != 1) fail("SHA-256");
    start();
    return out;
}

sha256_digest sha256(std::string_view bytes) {
    thread_local sha256_stream stream;
    stream.update(bytes);
    return stream.finish();
}

sha256_text to_text(sha256_digest const& digest) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    sha256_text text;
    auto* to = text.data();
    for (auto const byte : digest.bytes) {
        *to++ = digits[byte >> 4];
        *to++ = digits[byte & 15];
    }
    return text;
}

sha1_digest sha1(std::string_view bytes) {
    sha1_digest out;
    if (EVP_Q_digest(nullptr, "SHA1", nullptr, bytes.data(), bytes.size(), out.bytes.data(), nullptr) != 1) {
        fail("SHA-1");
    }
    return out;
}

hmac_sha256_key::hmac_sha256_key(std::string_view key) : context_(EVP_MAC_CTX_new(hmac_algorithm())) {
    if (!context_) throw std::bad_alloc();
    char algorithm[] = "SHA256";
    OSSL_PARAM const parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, algorithm, 0),
                                     OSSL_PARAM_construct_end()};
    // A null key would mean "the key as before", even when its length is zero.
    auto const* bytes = key.empty() ? as_bytes("") : as_bytes(key);
    if (EVP_MAC_init(context_.get(), bytes, key.size(), parameters) != 1) fail("HMAC-SHA-256");
}

sha256_digest hmac_sha256_key::sign(std::string_view message) {
    sha256_digest out;
    std::size_t size = 0;
    // Without a key the context starts from the hashes of the padded key it has kept.
    if (EVP_MAC_init(context_.get(), nullptr, 0, nullptr) != 1 ||
        EVP_MAC_update(context_.get(), as_bytes(message), message.size()) != 1 ||
        EVP_MAC_final(context_.get(), out.bytes.data(), &size, out.bytes.size()) != 1) {
        fail("HMAC-SHA-256");
    }
    return out;
}

sha256_digest hmac_sha256(std::string_view key, std::string_view message) {
    return hmac_sha256_key(key).sign(message);
}

std::uint32_t crc32(std::string_view bytes, std::uint32_t so_far) noexcept {
    if (bytes.empty()) return so_far;  // zlib takes a null pointer as "give me the start value"
    return static_cast<std::uint32_t>(::crc32_z(so_far, as_bytes(bytes), bytes.size()));
}

}  // namespace ddbsnap
