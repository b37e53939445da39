#include "sign_command.hpp"

#include "raw_request.hpp"

#include <ddbsnap/sigv4.hpp>

#include <array>
#include <chrono>
#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace ddbsnap::cli {
namespace {

// Digits where the pattern has a 0, and its own character elsewhere.
bool has_shape(std::string_view text, std::string_view pattern) {
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const is_digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == '0' ? !is_digit : text[i] != pattern[i]) return false;
    }
    return true;
}

// Accepts `2015-08-30T12:36:00Z`, and `20150830T123600Z` as it stands in X-Amz-Date.
result<system_time> parse_date(std::string_view text) {
    auto const refused = failure(errc::invalid_argument, fmt::format("{} is not a time", text),
                                 "give it in UTC, like 2015-08-30T12:36:00Z");
    if (!has_shape(text, "0000-00-00T00:00:00Z") && !has_shape(text, "00000000T000000Z")) return refused;
    std::array<int, 14> digits{};
    std::size_t count = 0;
    for (char c : text) {
        if (c >= '0' && c <= '9') digits[count++] = c - '0';
    }
    auto const two = [&](std::size_t at) { return digits[at] * 10 + digits[at + 1]; };
    using namespace std::chrono;
    auto const date = year(two(0) * 100 + two(2)) / two(4) / two(6);
    if (!date.ok() || two(8) > 23 || two(10) > 59 || two(12) > 59) return refused;
    return system_time(sys_days(date) + hours(two(8)) + minutes(two(10)) + seconds(two(12)));
}

result<std::string> as_json(sigv4::signature const& s) {
    using writer = rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>,
                                     rapidjson::CrtAllocator, rapidjson::kWriteValidateEncodingFlag>;
    rapidjson::StringBuffer buffer;
    writer out(buffer);
    auto const put = [&](std::string_view name, std::string const& value) {
        return out.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())) &&
               out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    };
    out.StartObject();
    bool const is_utf8 = put("canonicalRequest", s.canonical_request) &&
                         put("stringToSign", s.string_to_sign) && put("signature", s.hex) &&
                         put("authorization", s.authorization);
    if (!is_utf8) {
        return failure(errc::invalid_argument, "a header value is not UTF-8, which JSON cannot carry",
                       "leave --json away");
    }
    out.EndObject();
    return fmt::format("{}\n", std::string_view(buffer.GetString(), buffer.GetSize()));
}

std::string as_text(sigv4::signature const& s) {
    return fmt::format(
        "Canonical request:\n{}\n\nString to sign:\n{}\n\nSignature:\n{}\n\nAuthorization:\n{}\n",
        s.canonical_request, s.string_to_sign, s.hex, s.authorization);
}

sigv4::options options_for(sign_options const& given) {
    bool const is_s3 = given.service == "s3";
    return {.normalize_path = given.normalize && !is_s3,
            .double_encode_path = !is_s3,
            .sign_body = given.sign_body,
            .omit_session_token = given.omit_session_token};
}

}  // namespace

result<std::string> run_sign(std::string_view raw_request, credentials const& who, sign_options const& how,
                             system_time now) {
    if (how.region.empty()) {
        return failure(errc::missing_region, "there is no region to sign for",
                       "give --region or set AWS_REGION");
    }
    if (how.date) {
        auto const given = parse_date(*how.date);
        if (!given) return given.error();
        now = *given;
    }
    auto const parsed = parse_raw_request(raw_request);
    if (!parsed) return parsed.error();
    sigv4::keys const keys{who.access_key_id, who.secret_access_key.reveal(), who.session_token.reveal()};
    auto const signed_request =
        sigv4::sign(parsed->view(), keys, {how.region, how.service}, now, options_for(how));
    if (!signed_request) return signed_request.error();
    return how.json ? as_json(*signed_request) : as_text(*signed_request);
}

}  // namespace ddbsnap::cli
