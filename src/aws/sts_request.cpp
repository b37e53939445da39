#include "aws/sts_request.hpp"

#include "core/ascii.hpp"
#include "core/encoding.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

constexpr std::size_t shortest_text = 2, longest_session_name = 64, longest_external_id = 1224;
constexpr int shortest_duration = 900, longest_duration = 43'200;

failure refused(sourced<std::string> const& setting, std::string_view expectation) {
    return failure(errc::invalid_configuration, fmt::format("{} {}", setting.source, expectation),
                   fmt::format("mend {}", setting.source));
}

// An external id may be meant for two parties alone, so no value is quoted.
result<void> check_text(sourced<std::string> const& setting, std::string_view more_signs,
                        std::size_t longest) {
    auto const fits = [&](char c) {
        return is_alphanumeric(c) || c == '_' || more_signs.find(c) != std::string_view::npos;
    };
    auto const& value = setting.value;
    if (value.size() < shortest_text || value.size() > longest)
        return refused(setting, fmt::format("is {} characters long; {} to {} are allowed", value.size(),
                                            shortest_text, longest));
    if (!std::all_of(value.begin(), value.end(), fits))
        return refused(setting,
                       fmt::format("has a character outside of letters, digits and _{}", more_signs));
    return {};
}

result<void> check_duration(sourced<std::string> const& setting) {
    if (!setting) return {};
    int seconds = 0;
    auto const* end = setting.value.data() + setting.value.size();
    auto const [stop, error] = std::from_chars(setting.value.data(), end, seconds);
    if (error != std::errc() || stop != end || seconds < shortest_duration || seconds > longest_duration)
        return refused(setting, fmt::format("is not a whole number of seconds from {} to {}",
                                            shortest_duration, longest_duration));
    return {};
}

result<void> check_session_name(sourced<std::string> const& setting) {
    return check_text(setting, "+=,.@-", longest_session_name);
}

void append(std::string& form, std::string_view name, std::string_view value) {
    if (!form.empty()) form += '&';
    form += name;
    form += '=';
    append_percent_encoded(form, value);
}

std::string begin_form(std::string_view action, sourced<std::string> const& role_arn,
                       sourced<std::string> const& session_name) {
    std::string form;
    append(form, "Action", action);
    append(form, "Version", "2011-06-15");
    append(form, "RoleArn", role_arn.value);
    append(form, "RoleSessionName", session_name.value);
    return form;
}

void append_if_set(std::string& form, std::string_view name, sourced<std::string> const& setting) {
    if (setting) append(form, name, setting.value);
}

}  // namespace

result<void> check(assume_role_request const& r) {
    if (auto checked = check_session_name(r.session_name); !checked) return checked;
    if (auto checked = check_duration(r.duration_seconds); !checked || !r.external_id) return checked;
    return check_text(r.external_id, "+=,.@:/-", longest_external_id);
}

result<void> check(web_identity_request const& r) {
    if (auto checked = check_session_name(r.session_name); !checked) return checked;
    return check_duration(r.duration_seconds);
}

std::string form_of(assume_role_request const& r) {
    auto form = begin_form("AssumeRole", r.role_arn, r.session_name);
    append_if_set(form, "DurationSeconds", r.duration_seconds);
    append_if_set(form, "ExternalId", r.external_id);
    append_if_set(form, "SerialNumber", r.mfa_serial);
    if (!r.mfa_code.empty()) append(form, "TokenCode", r.mfa_code.reveal());
    return form;
}

std::string form_of(web_identity_request const& r) {
    auto form = begin_form("AssumeRoleWithWebIdentity", r.role_arn, r.session_name);
    append(form, "WebIdentityToken", r.token.reveal());
    append_if_set(form, "DurationSeconds", r.duration_seconds);
    return form;
}

}  // namespace ddbsnap::aws
