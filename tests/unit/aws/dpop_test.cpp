#include "aws/dpop.hpp"

#include "core/encoding.hpp"
#include "core/time_text.hpp"
#include "support/login_key.hpp"

#include <gmock/gmock.h>
#include <memory>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace ddbsnap::aws {
namespace {

using testing::HasSubstr;
using testing::Not;

dpop_claims claims() {
    return {"id-1", "POST", "https://eu-west-1.signin.aws.amazon.com/v1/token",
            *parse_iso8601("2026-11-23T12:00:00.999Z")};
}

std::string decoded(std::string text) {
    for (auto& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
    while (text.size() % 4 != 0) text += '=';
    std::string bytes;
    EXPECT_TRUE(append_from_base64(bytes, text)) << text;
    return bytes;
}

// Whether the two numbers of `signature` sign `text` under the test's key.
bool is_signed(std::string const& text, std::string const& signature) {
    std::unique_ptr<BIO, decltype(&BIO_free_all)> in(BIO_new_mem_buf(test::login_key_pem, -1), &BIO_free_all);
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    auto const* bytes = reinterpret_cast<unsigned char const*>(signature.data());
    std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> numbers(ECDSA_SIG_new(), &ECDSA_SIG_free);
    ECDSA_SIG_set0(numbers.get(), BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
    unsigned char* der = nullptr;
    auto const size = i2d_ECDSA_SIG(numbers.get(), &der);
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
    bool const good = EVP_DigestVerify(context.get(), der, static_cast<std::size_t>(size),
                                       reinterpret_cast<unsigned char const*>(text.data()), text.size()) == 1;
    OPENSSL_free(der);
    return good;
}

TEST(base64url, has_no_padding_and_two_signs_of_its_own) {
    EXPECT_EQ(to_base64url("\xfb\xff\xbf"), "-_-_");
    EXPECT_EQ(to_base64url("a"), "YQ");
    EXPECT_EQ(to_base64url(""), "");
}

TEST(dpop_proof, is_a_jwt_with_the_public_key_and_the_claims_and_the_signature_holds) {
    // Signatures differ each time; some have numbers with leading zeros.
    for (int i = 0; i != 300; ++i) {
        auto const proof = sign_dpop_proof(secret_string(test::login_key_pem), claims());
        ASSERT_TRUE(proof) << proof.error().message();
        auto const first = proof->find('.'), second = proof->rfind('.');
        ASSERT_NE(first, second);
        EXPECT_EQ(decoded(proof->substr(0, first)),
                  std::string(R"({"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":")") +
                      test::login_key_x + R"(","y":")" + test::login_key_y + R"("}})");
        EXPECT_EQ(
            decoded(proof->substr(first + 1, second - first - 1)),
            R"({"jti":"id-1","htm":"POST","htu":"https://eu-west-1.signin.aws.amazon.com/v1/token","iat":1795435200})");
        auto const signature = decoded(proof->substr(second + 1));
        ASSERT_EQ(signature.size(), 64u);
        EXPECT_TRUE(is_signed(proof->substr(0, second), signature));
    }
}

TEST(dpop_proof, the_other_pem_form_of_the_key_does_as_well) {
    EXPECT_TRUE(
        sign_dpop_proof(secret_string("-----BEGIN PRIVATE KEY-----\n"
                                      "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgnWOzdcNlRtILdQel\n"
                                      "5387hkF8YbpYYFqSm1sRKEVB1IChRANCAAQAX+8765kOAbRRKXHczDxMwWQ7TiIv\n"
                                      "pwCUiof5wkdshz/yHxIxq5dXtUQDDjEeGigt2jZTkEy8xxZ61bvMijMD\n"
                                      "-----END PRIVATE KEY-----\n"),
                        claims()));
}

TEST(dpop_proof, what_is_no_such_key_is_refused_without_a_trace) {
    std::string const keys[] = {"", "hush",
                                "-----BEGIN EC PRIVATE KEY-----\nhush\n-----END EC PRIVATE KEY-----\n",
                                // on P-384
                                "-----BEGIN EC PRIVATE KEY-----\n"
                                "MIGkAgEBBDA0HACLDXTS+ggHzCksSR8TODJtJEDNC7aEwd8t8eGPbfajawrGarXd\n"
                                "dOPVmPz5O6qgBwYFK4EEACKhZANiAATAN06wnCfeB5pqkFrTxSi0Zi6EhwZhJBMG\n"
                                "9x0Z0cww/U+NK+ffRWELlWmISTpjuBc2tmGRvAmLv11pPeD/hpRan4NOzMSxTbDk\n"
                                "DxPLj0x6LjzTLEODCFFxjeShY0EgQ2c=\n"
                                "-----END EC PRIVATE KEY-----\n",
                                // under a password, for which nobody may be asked
                                "-----BEGIN EC PRIVATE KEY-----\n"
                                "Proc-Type: 4,ENCRYPTED\n"
                                "DEK-Info: AES-256-CBC,3DEF1BFDF76CDA595BD7AB02D8B6F24F\n"
                                "\n"
                                "J75bPQPJDoQnUAqiw2pha6cok3zbOO5XEUXF+OuWEUHe2+lppms3KMcbsNV49hiC\n"
                                "uQqiCTm6DuQhK/5Ai0iPwqiWnvhRIZiQI4+QTOXl4MG3tWEvVjIF2K08w+7y0fi2\n"
                                "YolGq1xSO6gOg8yXKD8ZCiZ2Y2P/VTqd4Fsmva4hE3o=\n"
                                "-----END EC PRIVATE KEY-----\n"};
    for (auto const& key : keys) {
        auto const proof = sign_dpop_proof(secret_string(key), claims());
        ASSERT_FALSE(proof) << key;
        EXPECT_EQ(proof.error().code(), errc::invalid_argument);
        EXPECT_THAT(proof.error().message(), Not(HasSubstr("hush")));
        EXPECT_EQ(ERR_peek_error(), 0u) << "an error of here would be taken for one of a connection";
    }
}

}  // namespace
}  // namespace ddbsnap::aws
