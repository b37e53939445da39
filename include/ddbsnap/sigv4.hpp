#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/world.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// AWS Signature Version 4, as a function over values: no I/O, no clock, usable alone.
namespace ddbsnap::sigv4 {

/// A header as it is sent. The value may be folded over several lines (line ends before a space or tab).
struct header {
    std::string_view name;
    std::string_view value;
};

struct request {
    std::string_view method = "GET";
    std::string_view path = "/";  ///< as on the wire, without the query; empty stands for "/"
    std::string_view query;       ///< as on the wire, without the question mark
    std::span<header const> headers;
    std::string_view body;
};

struct keys {
    std::string_view access_key_id;
    std::string_view secret_access_key;
    std::string_view session_token;  ///< empty for long-term keys
};

struct scope {
    std::string_view region;
    std::string_view service;
};

struct options {
    /// Remove `.` and `..` segments and repeated slashes from the path. Off for S3.
    bool normalize_path = true;
    /// Encode the path as it is on the wire once more, so `%20` is signed as `%2520`. Off for S3: escapes
    /// are then kept, and only bytes that should have been escaped are.
    bool double_encode_path = true;
    /// Add `x-amz-content-sha256` with the hash of the body, and sign it.
    bool sign_body = false;
    /// Add `X-Amz-Security-Token` without signing it, as a few services want it.
    bool omit_session_token = false;
};

/// A header to put on the request.
struct added_header {
    std::string name;
    std::string value;
};

/// The signature, and every stage on the way to it. canonical_request and headers_to_add hold the session
/// token: do not log them.
struct signature {
    std::string canonical_request;
    std::string string_to_sign;
    std::string signed_headers;  ///< names, lower case, sorted, joined with `;`
    std::string hex;
    std::string authorization;  ///< value of the `Authorization` header
    /// `X-Amz-Date`, and where they apply `X-Amz-Security-Token` and `x-amz-content-sha256`. Each replaces
    /// the header of that name, as `authorization` does.
    std::vector<added_header> headers_to_add;
};

/// A signing key that is ready to use; known to this library alone.
struct signing_key;

/// Keeps derived signing keys, so that the four HMACs of the derivation are done once a day for each secret,
/// region and service. Bounded: the key that was not used for longest makes room. Secrets and keys are wiped.
///
/// @thread_safety none: one cache for each thread or strand
class signing_key_cache {
   public:
    explicit signing_key_cache(std::size_t capacity = 4);
    signing_key_cache(signing_key_cache&&) noexcept;
    signing_key_cache& operator=(signing_key_cache&&) noexcept;
    ~signing_key_cache();

    /// The key for the day (UTC) of `now`, valid until the next call.
    signing_key& get(std::string_view secret_access_key, scope const&, system_time now);

    std::size_t size() const noexcept;

   private:
    struct entry;
    std::vector<std::unique_ptr<entry>> entries_;  ///< last used first
    std::size_t capacity_;
};

/// Signs a request with headers.
///
/// Every header is signed but those that proxies and HTTP libraries add or change. An `Authorization` or
/// `X-Amz-Date` header of an earlier attempt counts as absent, and so does an `X-Amz-Security-Token` when the
/// keys bring one. Without `sign_body`, an `x-amz-content-sha256` header of the request (such as
/// `UNSIGNED-PAYLOAD`) takes the place of the body's hash.
///
/// @param cache  keeps the derived key; null: it is derived anew
/// @errors  errc::invalid_argument for what cannot be a request, key or scope: no `Host`, a header name
///          outside HTTP's alphabet, control characters, a path without its slash, an empty key
/// @see AWS Identity and Access Management User Guide, "Create a signed AWS API request"
result<signature> sign(request const&, keys const&, scope const&, system_time now, options const& = {},
                       signing_key_cache* cache = nullptr);

}  // namespace ddbsnap::sigv4
