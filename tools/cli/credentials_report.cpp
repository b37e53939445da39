#include "credentials_report.hpp"

#include "aws/json_writer.hpp"
#include "core/time_text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

// With a fraction only where there is one, as AWS's own services write it.
std::string expiration_of(credentials const& keys) {
    if (!keys.expiration) return {};
    auto text = format_iso8601(*keys.expiration);
    constexpr std::string_view no_fraction = ".000Z";
    if (text.ends_with(no_fraction)) text.replace(text.size() - no_fraction.size(), no_fraction.size(), "Z");
    return text;
}

std::string describe(credentials const& keys) {
    auto text = fmt::format("found {}, {}", masked(keys.access_key_id), keys.source);
    if (!keys.account_id.empty()) text += fmt::format(", account {}", keys.account_id);
    if (!keys.session_token.empty()) text += ", with a session token";
    if (keys.expiration) text += fmt::format(", expires {}", expiration_of(keys));
    return text;
}

std::string describe(provider_answer const& answer) {
    if (answer.found) return describe(*answer.found);
    if (!answer.passed_because) return "was not asked";
    bool const passed = answer.passed_because->code() == errc::credentials_not_configured;
    return fmt::format("{}: {}", passed ? "passed" : "broken", answer.passed_because->to_string());
}

// Between single quotes a shell takes everything as it is, but for the quote itself.
std::string shell_quoted(std::string_view text) {
    std::string quoted = "'";
    for (char c : text)
        if (c == '\'')
            quoted += "'\\''";
        else
            quoted += c;
    return quoted + "'";
}

std::string shell_line(std::string_view name, std::string_view value) {
    return value.empty() ? fmt::format("unset {}\n", name)
                         : fmt::format("export {}={}\n", name, shell_quoted(value));
}

}  // namespace

std::string format_credentials_text(std::vector<provider_answer> const& answers, credentials const* chosen) {
    std::size_t width = 0;
    for (auto const& answer : answers) width = std::max(width, answer.provider.size());
    std::string text;
    for (auto const& answer : answers)
        text += fmt::format("{:<{}}  {}\n", answer.provider, width, describe(answer));
    return text + (chosen ? fmt::format("Using {}.\n", chosen->source) : "No credentials.\n");
}

std::string format_credentials_process(credentials const& keys) {
    std::string text;
    aws::json_writer out(text);
    out.begin_object();
    out.member("Version", std::int64_t{1});
    out.member("AccessKeyId", keys.access_key_id);
    out.member("SecretAccessKey", keys.secret_access_key.reveal());
    out.member_unless_empty("SessionToken", keys.session_token.reveal());
    out.member_unless_empty("Expiration", expiration_of(keys));
    out.member_unless_empty("AccountId", keys.account_id);
    out.end_object();
    return text;
}

std::string format_credentials_env(credentials const& keys) {
    return shell_line("AWS_ACCESS_KEY_ID", keys.access_key_id) +
           shell_line("AWS_SECRET_ACCESS_KEY", keys.secret_access_key.reveal()) +
           shell_line("AWS_SESSION_TOKEN", keys.session_token.reveal()) +
           shell_line("AWS_CREDENTIAL_EXPIRATION", expiration_of(keys)) +
           shell_line("AWS_ACCOUNT_ID", keys.account_id);
}

}  // namespace ddbsnap::cli
