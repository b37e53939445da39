#include <ddbsnap/secret.hpp>

#include <openssl/crypto.h>

namespace ddbsnap {

secret_string& secret_string::operator=(secret_string const& other) {
    if (this != &other) {
        wipe();
        text_ = other.text_;
    }
    return *this;
}

secret_string& secret_string::operator=(secret_string&& other) noexcept {
    if (this != &other) {
        wipe();
        text_ = std::move(other.text_);
        other.wipe();
    }
    return *this;
}

void secret_string::wipe() noexcept {
    // Up to the capacity: a short text sits in the object itself, and a moved-from one still holds its bytes.
    if (text_.capacity() == 0) return;
    text_.resize(text_.capacity());
    OPENSSL_cleanse(text_.data(), text_.size());
    text_.clear();
}

bool operator==(secret_string const& a, secret_string const& b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.text_.data(), b.text_.data(), a.size()) == 0;
}

std::string masked(std::string_view text) {
    if (text.size() < 12) return std::string(text.size(), '*');
    auto hidden = std::string(text.size() - 8, '*');
    return std::string(text.substr(0, 4)) + hidden + std::string(text.substr(text.size() - 4));
}

}  // namespace ddbsnap
