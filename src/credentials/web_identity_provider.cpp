#include "credentials/web_identity_provider.hpp"

#include "aws/environment.hpp"
#include "core/ascii.hpp"
#include "core/excerpt.hpp"
#include "credentials/sts_client.hpp"
#include "net/blocking.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

constexpr auto token_variable = "AWS_WEB_IDENTITY_TOKEN_FILE";
constexpr auto role_variable = "AWS_ROLE_ARN";
constexpr auto session_variable = "AWS_ROLE_SESSION_NAME";

// What STS takes at most; more is some other file.
constexpr std::size_t longest_token = 20'000;

result<web_identity_source> from_environment(world const& outside) {
    auto file = aws::environment_value(outside, token_variable);
    auto role = aws::environment_value(outside, role_variable);
    if (!file && !role)
        return failure(errc::credentials_not_configured,
                       fmt::format("neither {} nor {} is set", token_variable, role_variable));
    if (!file || !role)
        return failure(errc::credentials_not_configured,
                       fmt::format("{} is set, but {} is not", file ? token_variable : role_variable,
                                   file ? role_variable : token_variable));
    web_identity_source from;
    from.token_file = {*std::move(file), token_variable};
    from.request.role_arn = {*std::move(role), role_variable};
    auto session = aws::environment_value(outside, session_variable);
    from.request.session_name =
        session ? sourced<std::string>{*std::move(session), session_variable} : default_session_name(outside);
    return from;
}

result<secret_string> read_token(world const& outside, sourced<std::string> const& file) {
    auto const unusable = [&](std::string_view why) {
        return failure(
            errc::credentials_failed,
            fmt::format("the web identity token file {} ({}) {}", excerpt(file.value), file.source, why),
            fmt::format("mend {}, or have the token written there", file.source));
    };
    auto text = outside.read_file(file.value);
    if (!text && text.error().code() == errc::not_found) return unusable("is not there");
    if (!text) return unusable("cannot be read: " + text.error().message());
    if (trim(*text).empty()) return unusable("is empty");
    if (text->size() > longest_token)
        return unusable(fmt::format("is {} bytes long; a token has {} at most", text->size(), longest_token));
    return secret_string(*text);
}

// Broken files are the profile's own business; here they only mean fewer settings.
aws::shared_files files_or_none(world const& outside) {
    auto files = aws::read_shared_files(outside);
    if (files) return *std::move(files);
    outside.log.write(log_level::warning, [&] {
        return "settings of the shared files are passed over: " + files.error().message();
    });
    return aws::locate_shared_files(outside);
}

}  // namespace

asio::awaitable<result<credentials>> exchange_web_identity(world const& outside,
                                                           aws::config_settings const& settings,
                                                           web_identity_source from, std::string region) {
    if (auto checked = aws::check(from.request); !checked) co_return std::move(checked).error();
    auto where = co_await find_sts(outside, settings, std::move(region));
    if (!where) co_return std::move(where).error();
    auto read = [&] { return read_token(outside, from.token_file); };
    auto token = co_await net::run_blocking(read);
    if (!token) co_return std::move(token).error();
    from.request.token = *std::move(token);
    sts_client sts(outside, *std::move(where));
    co_return co_await sts.assume_role_with_web_identity(from.request);
}

sourced<std::string> default_session_name(world const& outside) {
    return {fmt::format("ddbsnap-{}", outside.now().time_since_epoch().count()),
            "the session name by default"};
}

asio::awaitable<result<credentials>> web_identity_provider::load() {
    auto from = from_environment(outside_);
    if (!from) co_return std::move(from).error();
    auto read = [this] { return files_or_none(outside_); };
    auto const files = co_await net::run_blocking(read);
    aws::config_settings const settings(outside_, files, choice_.name);
    auto const role = from->request.role_arn.value;
    auto found = co_await exchange_web_identity(outside_, settings, *std::move(from), region_);
    if (found) found->source = fmt::format("role {} by web identity ({})", excerpt(role), token_variable);
    co_return found;
}

}  // namespace ddbsnap
