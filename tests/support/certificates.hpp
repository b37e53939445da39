#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct x509_st;
struct evp_pkey_st;

namespace ddbsnap::test {

/// A certificate and its key, as PEM.
struct certificate {
    std::string chain;
    std::string key;
};

/// What a server's certificate is to say.
struct certificate_terms {
    std::string alternative_names = "IP:127.0.0.1,IP:::1,DNS:localhost";  ///< as OpenSSL writes them
    std::chrono::hours valid_from{-1};                                    ///< relative to now
    std::chrono::hours valid_until{1};
};

/// Issues certificates that only those trust who were given its own. Made anew for each test.
class certificate_authority {
   public:
    certificate_authority();
    ~certificate_authority();

    certificate issue(certificate_terms const& terms = {}) const;
    std::string pem() const;

   private:
    std::shared_ptr<evp_pkey_st> key_;
    std::shared_ptr<x509_st> root_;
};

/// A file that goes when this object goes.
class temporary_file {
   public:
    explicit temporary_file(std::string_view content);
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;
    ~temporary_file();

    std::string path() const { return path_.string(); }

   private:
    std::filesystem::path path_;
};

}  // namespace ddbsnap::test
