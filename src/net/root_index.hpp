#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct x509_st;
struct X509_name_st;

namespace ddbsnap::net {

struct certificate_release {
    void operator()(x509_st*) const noexcept;
};
using certificate = std::unique_ptr<x509_st, certificate_release>;

/// Certificates as a PEM file has them, each parsed only when it is asked for: of a distribution's 150 roots
/// a chain needs one, and all of them parsed take 50 ms and 1.6 MB.
class root_index {
   public:
    /// @return false, with nothing added, when the file holds no certificate or something that cannot be read
    bool add_file(char const* path);

    [[nodiscard]] std::vector<certificate> with_subject(X509_name_st const*) const;
    [[nodiscard]] std::size_t size() const noexcept { return roots_.size(); }

   private:
    struct root {
        std::uint64_t subject_key;
        std::string der;
    };
    std::vector<root> roots_;
};

}  // namespace ddbsnap::net
