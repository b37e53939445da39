#include "bench/sign_bench.hpp"

#include "aws/amz_date.hpp"
#include "aws/sigv4_writer.hpp"
#include "core/encoding.hpp"
#include "core/hash.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <functional>
#include <vector>

// The limit is counted with OpenSSL's oldest functions: they are deprecated for their lack of providers,
// which is why nothing of OpenSSL is faster.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

namespace ddbsnap::bench {
namespace {

constexpr std::string_view host = "dynamodb.us-east-1.amazonaws.com";
constexpr std::string_view content_type = "application/x-amz-json-1.0";
constexpr std::string_view target = "DynamoDB_20120810.PutItem";
constexpr sigv4::scope scope{"us-east-1", "dynamodb"};
constexpr sigv4::keys keys{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}};

unsigned char volatile looked_at;  // keeps the compiler from leaving out what is measured

system_time now() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// As the client signs each request: straight into its buffer.
class client_signer {
   public:
    explicit client_signer(std::string_view body) : body_(body) {}

    void operator()() {
        auto const time = now();
        auto const hash = to_hex(sha256(body_).view());
        amz_date const date(time);
        sigv4::json_post const post{host, content_type, target, {}, hash};
        auto& key = cache_.get(keys.secret_access_key, scope, time);
        out_.clear();
        sigv4::append_authorization(out_, post, keys.access_key_id, scope, date, key);
        looked_at = static_cast<unsigned char>(out_.back());
    }

   private:
    std::string_view body_;
    sigv4::signing_key_cache cache_;
    std::string out_;
};

/// The public function, which gives every stage of the signature.
class function_signer {
   public:
    explicit function_signer(std::string_view body)
        : headers_{{{"Host", host}, {"Content-Type", content_type}, {"X-Amz-Target", target}}} {
        request_ = {"POST", "/", {}, headers_, body};
    }
    function_signer(function_signer const&) = delete;

    sigv4::signature operator()() {
        auto made = sigv4::sign(request_, keys, scope, now(), {}, &cache_).value();
        looked_at = static_cast<unsigned char>(made.hex.front());
        return made;
    }

   private:
    std::array<sigv4::header, 3> headers_;
    sigv4::request request_;
    sigv4::signing_key_cache cache_;
};

/// The hashes of the body and of the canonical request, and the HMAC of the string to sign, whose key has
/// been worked into two states beforehand.
class bare_hashing {
   public:
    bare_hashing(std::string_view body, sigv4::signature const& s)
        : body_(body), canonical_request_(s.canonical_request), string_to_sign_(s.string_to_sign) {
        std::array<unsigned char, SHA256_CBLOCK> pad;
        pad.fill(0x36);
        start(inner_, pad);
        pad.fill(0x5c);
        start(outer_, pad);
    }

    void operator()() {
        std::array<unsigned char, SHA256_DIGEST_LENGTH> out;
        hash(body_, out.data());
        hash(canonical_request_, out.data());
        SHA256_CTX state = inner_;
        SHA256_Update(&state, string_to_sign_.data(), string_to_sign_.size());
        SHA256_Final(out.data(), &state);
        state = outer_;
        SHA256_Update(&state, out.data(), out.size());
        SHA256_Final(out.data(), &state);
        looked_at = out[0];
    }

   private:
    static void start(SHA256_CTX& state, std::array<unsigned char, SHA256_CBLOCK> const& pad) {
        SHA256_Init(&state);
        SHA256_Update(&state, pad.data(), pad.size());
    }
    static void hash(std::string_view text, unsigned char* out) {
        SHA256_CTX state;
        SHA256_Init(&state);
        SHA256_Update(&state, text.data(), text.size());
        SHA256_Final(out, &state);
    }

    std::string_view body_;
    std::string canonical_request_;
    std::string string_to_sign_;
    SHA256_CTX inner_;
    SHA256_CTX outer_;
};

double nanos_each(std::function<void()> const& work, int times) {
    auto const begun = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) work();
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begun).count() / times;
}

double median(std::vector<double> values) {
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

int run_sign(std::size_t size, bool json) {
    std::string const body(size, 'x');
    client_signer by_client(body);
    function_signer by_function(body);
    bare_hashing bare(body, by_function());
    // About a millisecond a turn: long beside the clock, short beside what else the machine does.
    int const times = static_cast<int>(std::max<std::size_t>(1, 500'000 / (500 + size)));
    constexpr int turns = 301;
    std::vector<double> client_nanos, function_nanos, bare_nanos, ratios;
    for (int turn = 0; turn < turns; ++turn) {  // by turns, so that all have the same machine
        client_nanos.push_back(nanos_each([&] { by_client(); }, times));
        bare_nanos.push_back(nanos_each([&] { bare(); }, times));
        function_nanos.push_back(nanos_each([&] { by_function(); }, times));
        ratios.push_back(client_nanos.back() / bare_nanos.back());
    }
    auto const sign = median(client_nanos), hashes = median(bare_nanos), function = median(function_nanos);
    if (json)
        fmt::print(
            "{{\"size\":{},\"signNanos\":{:.0f},\"bareNanos\":{:.0f},\"ratio\":{:.2f},"
            "\"signFunctionNanos\":{:.0f}}}\n",
            size, sign, hashes, median(ratios), function);
    else
        fmt::print(
            "signing {} bytes, key cached: {:.0f} ns, {:.2f} x the {:.0f} ns of its hashes; "
            "sigv4::sign(), with all stages: {:.0f} ns\n",
            size, sign, median(ratios), hashes, function);
    return 0;
}

}  // namespace ddbsnap::bench
