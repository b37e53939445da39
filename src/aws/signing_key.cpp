#include "aws/signing_key.hpp"

#include "aws/amz_date.hpp"

#include <ddbsnap/secret.hpp>

#include <algorithm>
#include <chrono>
#include <openssl/crypto.h>

namespace ddbsnap::sigv4 {
namespace {

void wipe(sha256_digest& key) { OPENSSL_cleanse(key.bytes.data(), key.bytes.size()); }

std::chrono::sys_days day_of(system_time time) { return std::chrono::floor<std::chrono::days>(time); }

hmac_sha256_key ready_key(std::string_view secret, scope const& where, system_time now) {
    auto derived = derive_signing_key(secret, where, amz_date(now).day());
    hmac_sha256_key key(derived.view());
    wipe(derived);
    return key;
}

}  // namespace

sha256_digest derive_signing_key(std::string_view secret_access_key, scope const& where,
                                 std::string_view day) {
    std::string start;
    start.reserve(4 + secret_access_key.size());
    start.append("AWS4").append(secret_access_key);
    auto key = hmac_sha256(start, day);
    OPENSSL_cleanse(start.data(), start.size());
    for (auto part : {where.region, where.service, std::string_view("aws4_request")}) {
        auto next = hmac_sha256(key.view(), part);
        std::swap(key, next);
        wipe(next);
    }
    return key;
}

struct signing_key_cache::entry {
    secret_string secret;
    std::string region;
    std::string service;
    std::chrono::sys_days day;
    signing_key key;

    bool is_for(std::string_view other_secret, scope const& where, std::chrono::sys_days other_day) const {
        return day == other_day && region == where.region && service == where.service &&
               secret.size() == other_secret.size() &&
               CRYPTO_memcmp(secret.reveal().data(), other_secret.data(), other_secret.size()) == 0;
    }
};

signing_key_cache::signing_key_cache(std::size_t capacity) : capacity_(std::max<std::size_t>(capacity, 1)) {}
signing_key_cache::signing_key_cache(signing_key_cache&&) noexcept = default;
signing_key_cache& signing_key_cache::operator=(signing_key_cache&&) noexcept = default;
signing_key_cache::~signing_key_cache() = default;

std::size_t signing_key_cache::size() const noexcept { return entries_.size(); }

signing_key& signing_key_cache::get(std::string_view secret, scope const& where, system_time now) {
    auto const day = day_of(now);
    auto const found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](auto const& e) { return e->is_for(secret, where, day); });
    if (found != entries_.end()) {
        std::rotate(entries_.begin(), found, found + 1);
        return entries_.front()->key;
    }
    auto fresh = std::unique_ptr<entry>(new entry{secret_string(secret), std::string(where.region),
                                                  std::string(where.service), day,
                                                  signing_key{ready_key(secret, where, now)}});
    if (entries_.size() >= capacity_) entries_.pop_back();
    entries_.insert(entries_.begin(), std::move(fresh));
    return entries_.front()->key;
}

}  // namespace ddbsnap::sigv4
