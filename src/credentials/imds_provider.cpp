#include "credentials/imds_provider.hpp"

#include "aws/role_name.hpp"
#include "core/time_text.hpp"
#include "credentials/document_answer.hpp"
#include "credentials/random_part.hpp"
#include "net/no_throw_scope.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

constexpr auto role_list = "/latest/meta-data/iam/security-credentials/";

failure no_role(fetch_rules const& rules) {
    return failure(errc::credentials_not_configured,
                   fmt::format("the instance has no role ({} lists none)", rules.who));
}

failure of_role(failure why, std::string_view role) {
    why.add_context(fmt::format("keys of role {}", role));
    if (why.details().service_code != "AssumeRoleUnauthorizedAccess") return why;
    why.suggest("let ec2.amazonaws.com assume the role, in the role's trust policy");
    return failure(errc::invalid_configuration, why.details());
}

}  // namespace

asio::awaitable<result<std::string>> imds_provider::ask_for_role(imds_client& client) {
    auto const answer = co_await client.get(role_list);
    if (!answer) co_return failure(answer.error());
    if (answer->status == 404) co_return no_role(client.rules());
    if (answer->status != 200)
        co_return refusal(*answer, client.rules(), client.token()).add_context("asking for the role");
    auto role = aws::read_role_name(answer->body);
    if (!role)
        co_return failure(errc::credentials_failed, role.error().message()).add_context(client.rules().who);
    if (role->empty()) co_return no_role(client.rules());
    co_return role;
}

asio::awaitable<result<credentials>> imds_provider::ask(imds_client& client) {
    for (bool again = false;; again = true) {
        auto role = again ? std::string() : role_;
        bool const remembered = !role.empty();
        if (!remembered) {
            auto listed = co_await ask_for_role(client);
            if (!listed) co_return std::move(listed).error();
            role = *std::move(listed);
        }
        auto const answer = co_await client.get(role_list + aws::role_segment(role));
        if (!answer) co_return failure(answer.error());
        if (answer->status == 404) {
            // The instance may have got another role since.
            if (role_ == role) role_.clear();
            if (remembered) continue;
        }
        auto keys = keys_in(*answer, client.rules(), client.token(), fmt::format("IMDS role {}", role));
        if (!keys) co_return of_role(std::move(keys).error(), role);
        role_ = role;
        co_return keys;
    }
}

asio::awaitable<result<credentials>> imds_provider::load() { return net::without_throwing(load_or_keep()); }

asio::awaitable<result<credentials>> imds_provider::load_or_keep() {
    auto settings = co_await read_imds_settings(outside_, choice_);
    if (!settings) co_return std::move(settings).error();
    if (!client_ || client_->settings() != *settings) {
        client_ = std::make_shared<imds_client>(outside_, *std::move(settings));
        role_.clear();
    }
    // Another load may put a new one in its place.
    auto const client = client_;
    auto keys = co_await ask(*client);
    if (keys) co_return keep(*std::move(keys));
    if (keys.error().code() == errc::operation_aborted) co_return std::move(keys).error();
    co_return kept_or(std::move(keys).error());
}

result<credentials> imds_provider::keep(credentials keys) {
    last_good_ = keys;
    extend_if_past(keys);
    return keys;
}

result<credentials> imds_provider::kept_or(failure why) {
    if (!last_good_) return why;
    auto keys = *last_good_;
    extend_if_past(keys);
    outside_.log.write(log_level::warning, [&] {
        return fmt::format("no new keys from instance metadata, those that end at {} stay in use: {}",
                           format_iso8601(*last_good_->expiration), why.message());
    });
    return keys;
}

void imds_provider::extend_if_past(credentials& keys) const {
    auto const now = outside_.now();
    if (!keys.expiration || *keys.expiration > now) return;
    auto const spread = std::chrono::seconds(static_cast<int>(300 * random_part(outside_)));
    auto const until = now + std::chrono::seconds(600) + spread;
    outside_.log.write(log_level::warning, [&] {
        return fmt::format("{}: the keys ended at {}; they may still work and are used until {}", keys.source,
                           format_iso8601(*keys.expiration), format_iso8601(until));
    });
    keys.expiration = until;
}

}  // namespace ddbsnap
