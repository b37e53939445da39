#include "net/subject_key.hpp"

#include "support/certificates.hpp"

#include <gmock/gmock.h>
#include <memory>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string>
#include <vector>

namespace ddbsnap::net {
namespace {

using name_ptr = std::unique_ptr<X509_NAME, decltype(&X509_NAME_free)>;

struct entry {
    int nid;
    int kind;
    std::string bytes;
};

name_ptr name_of(std::vector<entry> const& entries) {
    name_ptr name(X509_NAME_new(), X509_NAME_free);
    for (auto const& e : entries)
        X509_NAME_add_entry_by_NID(name.get(), e.nid, e.kind,
                                   reinterpret_cast<unsigned char const*>(e.bytes.data()),
                                   static_cast<int>(e.bytes.size()), -1, 0);
    return name;
}

std::string der_of(X509_NAME const* name) {
    unsigned char const* bytes = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(X509_NAME_get0_der(name, &bytes, &size), 1);
    return {reinterpret_cast<char const*>(bytes), size};
}

using namespace std::string_literals;

TEST(subject_key_test, names_that_openssl_takes_for_the_same_have_the_same_key) {
    std::vector<std::vector<entry>> const same = {
        {{NID_organizationName, V_ASN1_UTF8STRING,
          "R\xc3\xb6"
          "ot A1"}},
        {{NID_organizationName, V_ASN1_UTF8STRING,
          " r\xc3\xb6"
          "OT   a1 "}},
        {{NID_organizationName, V_ASN1_T61STRING, "R\xf6ot A1"}},
        {{NID_organizationName, V_ASN1_BMPSTRING, "\0R\0\xf6\0o\0t\0 \0A\0001"s}},
        {{NID_organizationName, V_ASN1_UNIVERSALSTRING,
          "\0\0\0R\0\0\0\xf6\0\0\0o\0\0\0t\0\0\0 \0\0\0A\0\0\0001"s}},
    };
    auto const first = name_of(same.front());
    for (auto const& entries : same) {
        auto const name = name_of(entries);
        ASSERT_EQ(X509_NAME_cmp(first.get(), name.get()), 0);
        EXPECT_EQ(key_of_name(der_of(name.get())), key_of_name(der_of(first.get())));
    }
    // A character of two bytes, each of which is a letter of ASCII for itself.
    auto const wide = name_of({{NID_commonName, V_ASN1_BMPSTRING, "AB\0x"s}});
    auto const same_in_utf8 = name_of({{NID_commonName, V_ASN1_UTF8STRING, "\xe4\x85\x82x"}});
    ASSERT_EQ(X509_NAME_cmp(wide.get(), same_in_utf8.get()), 0);
    EXPECT_EQ(key_of_name(der_of(wide.get())), key_of_name(der_of(same_in_utf8.get())));
}

TEST(subject_key_test, other_names_have_others) {
    auto const key = [](std::vector<entry> const& entries) {
        return key_of_name(der_of(name_of(entries).get()));
    };
    auto const root = key({{NID_commonName, V_ASN1_UTF8STRING, "Root 1"}});
    ASSERT_TRUE(root);
    EXPECT_NE(root, key({{NID_commonName, V_ASN1_UTF8STRING, "Root 2"}}));
    EXPECT_NE(root, key({{NID_organizationName, V_ASN1_UTF8STRING, "Root 1"}}));
    EXPECT_NE(root, key({}));
    EXPECT_TRUE(key({}));
}

TEST(subject_key_test, a_certificate_has_the_key_of_its_subject_and_a_cut_one_has_none) {
    auto const pem = test::certificate_authority().pem();
    std::unique_ptr<BIO, decltype(&BIO_free)> const file(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    std::unique_ptr<X509, decltype(&X509_free)> const read(
        PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr), X509_free);
    unsigned char* bytes = nullptr;
    auto const size = i2d_X509(read.get(), &bytes);
    std::string const der(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    EXPECT_EQ(key_of_subject(der), key_of_name(der_of(X509_get_subject_name(read.get()))));
    for (std::size_t length = 0; length < der.size(); ++length)
        EXPECT_FALSE(key_of_subject(std::string(der, 0, length))) << length;
}

TEST(subject_key_test, what_is_no_name_has_none) {
    using namespace std::string_view_literals;
    for (auto const der : {""sv, "\x04\x00"sv, "\x30\x80"sv, "\x30\x02\x30\x00"sv,
                           "\x30\x04\x31\x02\x04\x00"sv, "\x30\x06\x31\x04\x30\x02\x06\x00"sv, "\x30\x7f"sv})
        EXPECT_FALSE(key_of_name(der)) << testing::PrintToString(der);
}

}  // namespace
}  // namespace ddbsnap::net
