#include "net/root_index.hpp"

#include "net/tcp_connector.hpp"
#include "support/certificates.hpp"
#include "support/fault_server.hpp"
#include "support/run_coro.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace ddbsnap::net {
namespace {

using test::certificate_authority;
using test::temporary_file;
using namespace std::chrono_literals;

// OpenSSL's own reading of a whole file.
std::vector<certificate> read_by_openssl(char const* path) {
    std::vector<certificate> read;
    std::unique_ptr<BIO, decltype(&BIO_free)> const file(BIO_new_file(path, "r"), BIO_free);
    while (X509* next = PEM_read_bio_X509_AUX(file.get(), nullptr, nullptr, nullptr)) read.emplace_back(next);
    ERR_clear_error();
    return read;
}

bool finds(root_index const& index, X509 const* wanted) {
    for (auto const& found : index.with_subject(X509_get_subject_name(wanted)))
        if (X509_cmp(found.get(), wanted) == 0) return true;
    return false;
}

TEST(root_index_test, each_root_of_the_distribution_is_found_by_its_subject) {
    constexpr auto roots = "/etc/ssl/certs/ca-certificates.crt";
    auto const expected = read_by_openssl(roots);
    ASSERT_FALSE(expected.empty());
    root_index index;
    ASSERT_TRUE(index.add_file(roots));
    EXPECT_EQ(index.size(), expected.size());
    for (auto const& root : expected) EXPECT_TRUE(finds(index, root.get()));
}

TEST(root_index_test, a_subject_that_is_not_there_is_not_found) {
    root_index index;
    ASSERT_TRUE(index.add_file(temporary_file(certificate_authority().pem()).path().c_str()));
    std::unique_ptr<X509_NAME, decltype(&X509_NAME_free)> const nobody(X509_NAME_new(), X509_NAME_free);
    EXPECT_TRUE(index.with_subject(nobody.get()).empty());
}

TEST(root_index_test, files_add_up) {
    root_index index;
    EXPECT_TRUE(index.add_file(temporary_file(certificate_authority().pem()).path().c_str()));
    EXPECT_TRUE(index.add_file(temporary_file("a remark\n" + certificate_authority().pem()).path().c_str()));
    EXPECT_EQ(index.size(), 2u);
}

TEST(root_index_test, trusted_certificates_and_those_beside_other_things_are_found_as_well) {
    auto const pem = certificate_authority().pem();
    auto trusted = pem;
    for (auto at = trusted.find("CERTIFICATE"); at != std::string::npos;
         at = trusted.find("CERTIFICATE", at + 20))
        trusted.insert(at, "TRUSTED ");
    auto const with_key = "-----BEGIN PRIVATE KEY-----\naGVsbG8=\n-----END PRIVATE KEY-----\n" + pem;
    for (auto const& text : {trusted, with_key}) {
        root_index index;
        EXPECT_TRUE(index.add_file(temporary_file(text).path().c_str()));
        EXPECT_EQ(index.size(), 1u);
    }
}

TEST(root_index_test, a_file_with_anything_unreadable_adds_nothing) {
    auto const good = certificate_authority().pem();
    auto const cut = good.substr(0, good.size() / 2);
    std::string const no_certificate = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";
    for (auto const& text : {std::string(), std::string("text"), cut, good + cut, good + no_certificate}) {
        root_index index;
        EXPECT_FALSE(index.add_file(temporary_file(text).path().c_str())) << text;
        EXPECT_EQ(index.size(), 0u);
    }
    root_index index;
    EXPECT_FALSE(index.add_file("/nowhere/to/be/found.pem"));
    EXPECT_FALSE(index.add_file("/"));
    EXPECT_FALSE(index.add_file("/dev/zero"));  // which never ends
}

TEST(root_index_test, of_two_roots_with_one_name_each_is_trusted) {
    certificate_authority const first, second;
    temporary_file const bundle(first.pem() + second.pem());
    asio::io_context io;
    auto const connector = make_tcp_connector(bundle.path());
    for (auto const* authority : {&first, &second, &first}) {
        test::fault_server server(io, {{}}, authority->issue());
        origin const to{"127.0.0.1", server.port(), true};
        auto const deadline = std::chrono::steady_clock::now() + 5s;
        EXPECT_TRUE(test::run_coro(io, connector->connect(to, deadline)));
    }
}

}  // namespace
}  // namespace ddbsnap::net
