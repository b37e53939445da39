#include "core/hash.hpp"

#include "core/encoding.hpp"

#include <gtest/gtest.h>
#include <string>
#include <thread>

namespace ddbsnap {
namespace {

// FIPS 180-4 examples (NIST, "Secure Hash Standard", SHA256.pdf and SHA1.pdf).
std::string const two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

TEST(hash, sha256_gives_the_published_digests) {
    EXPECT_EQ(to_hex(sha256("").view()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(sha256("abc").view()),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha256(two_blocks).view()),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a')).view()),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(hash, a_stream_gives_the_same_digest_however_it_is_cut_and_starts_anew) {
    sha256_stream stream;
    for (int round = 0; round < 2; ++round) {
        std::string const block(997, 'a');
        for (int i = 0; i < 1003; ++i) stream.update(block);
        stream.update("aaaaaaaaa");
        EXPECT_EQ(to_hex(stream.finish().view()),
                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
    EXPECT_EQ(stream.finish(), sha256(""));
}

TEST(hash, each_thread_hashes_for_itself) {
    sha256_digest other;
    std::thread([&] { other = sha256("abc"); }).join();
    EXPECT_EQ(other, sha256("abc"));
}

TEST(hash, sha1_gives_the_published_digests) {
    EXPECT_EQ(to_hex(sha1("abc").view()), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(to_hex(sha1(two_blocks).view()), "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
}

struct hmac_case {
    std::string key, message, expected;
};

// RFC 4231, sections 4.2 to 4.8 (4.6 is about truncation).
hmac_case const rfc4231[] = {
    {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"Jefe", "what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {std::string(20, '\xaa'), std::string(50, '\xdd'),
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19",
     std::string(50, '\xcd'), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
    {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {std::string(131, '\xaa'),
     "This is a test using a larger than block-size key and a larger than block-size data. The key needs to "
     "be hashed before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

TEST(hash, hmac_sha256_gives_the_digests_of_rfc_4231) {
    for (auto const& c : rfc4231) EXPECT_EQ(to_hex(hmac_sha256(c.key, c.message).view()), c.expected);
}

TEST(hash, a_kept_hmac_key_signs_again_and_again) {
    for (auto const& c : rfc4231) {
        hmac_sha256_key key(c.key);
        auto moved = std::move(key);
        for (int i = 0; i < 3; ++i) EXPECT_EQ(to_hex(moved.sign(c.message).view()), c.expected);
    }
}

TEST(hash, an_empty_hmac_key_and_message_are_allowed) {
    // Known from the pseudo-code's test values of HMAC: HMAC_SHA256("", "").
    EXPECT_EQ(to_hex(hmac_sha256({}, {}).view()),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(hash, crc32_is_that_of_zlib_and_can_be_continued) {
    EXPECT_EQ(crc32("123456789"), 0xcbf43926u);
    EXPECT_EQ(crc32("6789", crc32({}, crc32("12345"))), 0xcbf43926u);
    EXPECT_EQ(crc32({}), 0u);
}

}  // namespace
}  // namespace ddbsnap
