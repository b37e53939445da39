#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

struct evp_md_ctx_st;
struct evp_mac_ctx_st;

namespace ddbsnap {

/// The outcome of a hash of `Size` bytes.
template <std::size_t Size>
struct digest {
    std::array<unsigned char, Size> bytes{};

    std::string_view view() const noexcept {
        return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
    }
    friend bool operator==(digest const&, digest const&) = default;
};

using sha256_digest = digest<32>;
using sha1_digest = digest<20>;

/// A SHA-256 as lower-case hexadecimal digits.
using sha256_text = std::array<char, 64>;
sha256_text to_text(sha256_digest const&) noexcept;

/// @thread_safety one context is kept for each thread; may be called from any
sha256_digest sha256(std::string_view bytes);

/// Only where a format prescribes it, such as the file names of AWS's SSO cache.
sha1_digest sha1(std::string_view bytes);

/// A SHA-256 that is fed piece by piece. After finish() it starts anew.
class sha256_stream {
   public:
    sha256_stream();

    void update(std::string_view bytes);
    sha256_digest finish();

   private:
    struct release {
        void operator()(evp_md_ctx_st*) const noexcept;
    };
    void start();

    std::unique_ptr<evp_md_ctx_st, release> context_;
};

/// HMAC-SHA-256 under one key. The two hashes of the padded key are done once, in the constructor.
/// OpenSSL wipes its copy of them on destruction.
class hmac_sha256_key {
   public:
    explicit hmac_sha256_key(std::string_view key);

    /// @thread_safety none: each call uses the one context
    sha256_digest sign(std::string_view message);

   private:
    struct release {
        void operator()(evp_mac_ctx_st*) const noexcept;
    };

    std::unique_ptr<evp_mac_ctx_st, release> context_;
};

sha256_digest hmac_sha256(std::string_view key, std::string_view message);

/// The CRC-32 of zlib and of `x-amz-crc32`. `so_far` is that of the bytes before these.
std::uint32_t crc32(std::string_view bytes, std::uint32_t so_far = 0) noexcept;

}  // namespace ddbsnap
