#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace ddbsnap {

/// Text that must not leak: it has no stream operator and no conversion, is compared in constant time,
/// and its storage is wiped when it is destroyed or overwritten.
///
/// @thread_safety like std::string
class secret_string {
   public:
    secret_string() noexcept = default;
    explicit secret_string(std::string_view text) : text_(text) {}
    secret_string(secret_string const&) = default;
    secret_string(secret_string&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
    secret_string& operator=(secret_string const& other);
    secret_string& operator=(secret_string&& other) noexcept;
    ~secret_string() { wipe(); }

    bool empty() const noexcept { return text_.empty(); }
    std::size_t size() const noexcept { return text_.size(); }

    /// The text itself, for signing or for sending. The view ends with this object.
    std::string_view reveal() const noexcept { return text_; }

    friend bool operator==(secret_string const& a, secret_string const& b) noexcept;

   private:
    void wipe() noexcept;

    std::string text_;
};

/// `AKIAIOSFODNN7EXAMPLE` as `AKIA************MPLE`; short texts as stars only. For access key ids.
std::string masked(std::string_view text);

}  // namespace ddbsnap
