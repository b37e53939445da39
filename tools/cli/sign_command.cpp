#include "sign_command.hpp"

#include "core/time_text.hpp"
#include "raw_request.hpp"

#include <ddbsnap/sigv4.hpp>

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace ddbsnap::cli {
namespace {

// Accepts `2015-08-30T12:36:00Z`, and `20150830T123600Z` as it stands in X-Amz-Date.
result<system_time> parse_date(std::string_view text) {
    if (auto const date = parse_iso8601(text)) return *date;
    if (auto const date = parse_amz_date(text)) return *date;
    return failure(errc::invalid_argument, fmt::format("{} is not a time", text),
                   "give it in UTC, like 2015-08-30T12:36:00Z");
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
