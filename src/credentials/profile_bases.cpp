#include "credentials/profile_bases.hpp"

#include "core/excerpt.hpp"
#include "credentials/profile_keys.hpp"
#include "credentials/profile_sources.hpp"
#include "credentials/web_identity_provider.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
using answer = result<credentials>;

// "profile dev names Ec2InstanceMetadata in /home/u/.aws/config:3"
std::string naming(aws::profile_chain const& chain) {
    return fmt::format("profile {} names {} in {}", chain.base.profile, excerpt(chain.told_by->value),
                       chain.told_by->where.to_string());
}

asio::awaitable<answer> of_provider(aws::profile_chain const& chain, credentials_provider* provider) {
    if (!provider)
        co_return failure(errc::credentials_failed, naming(chain) + ", which cannot be asked here",
                          "name another source in credential_source");
    auto found = co_await provider->load();
    if (found) co_return found;
    auto& said = found.error();
    if (said.code() == errc::operation_aborted) co_return found;
    if (said.code() != errc::credentials_not_configured) {
        said.add_context(naming(chain));
        co_return found;
    }
    co_return failure(errc::credentials_failed, fmt::format("{}, but {}", naming(chain), said.message()),
                      "set that up, or name another source in credential_source");
}

asio::awaitable<answer> of_web_identity(profile_question asked, aws::profile_chain const& chain) {
    auto const& base = chain.base;
    web_identity_source from;
    from.token_file = setting_of(base, "web_identity_token_file");
    from.request.role_arn = setting_of(base, "role_arn");
    from.request.session_name = session_name_of(asked.outside, base);
    auto const role = from.request.role_arn.value;
    aws::config_settings const settings(asked.outside, asked.files, asked.choice.name);
    auto found = co_await exchange_web_identity(asked.outside, settings, std::move(from), asked.region);
    if (found)
        found->source = fmt::format("role {} by web identity of profile {} ({})", excerpt(role), base.profile,
                                    chain.told_by->where.file);
    co_return found;
}

// SSO, login session, process: each reads the properties of the base itself.
asio::awaitable<answer> of_elsewhere(profile_question asked, aws::profile_chain const& chain) {
    aws::config_settings const properties(asked.outside, asked.files, chain.base.profile);
    if (chain.form == aws::base_form::process)
        co_return co_await process_credentials(asked.outside, properties);
    aws::config_settings const chosen(asked.outside, asked.files, asked.choice.name);
    if (chain.form == aws::base_form::sso)
        co_return co_await sso_credentials(asked.outside, properties, chosen);
    co_return co_await login_credentials(asked.outside, properties, chosen, asked.region);
}

asio::awaitable<answer> of_form(profile_question asked, aws::profile_chain const& chain) {
    switch (chain.form) {
        case aws::base_form::static_keys:
            co_return static_keys_of(*chain.base.section, chain.base.profile);
        case aws::base_form::web_identity:
            co_return co_await of_web_identity(asked, chain);
        case aws::base_form::environment:
            co_return co_await of_provider(chain, asked.sources.environment.get());
        case aws::base_form::ec2_metadata:
            co_return co_await of_provider(chain, asked.sources.imds.get());
        case aws::base_form::ecs_container:
            co_return co_await of_provider(chain, asked.sources.container.get());
        case aws::base_form::sso:
        case aws::base_form::login_session:
        case aws::base_form::process:
            break;
    }
    co_return co_await of_elsewhere(asked, chain);
}

}  // namespace

sourced<std::string> setting_of(aws::chain_link const& link, std::string_view property) {
    auto const* found = link.section->find(property);
    if (!found) return {};
    return {found->value,
            fmt::format("{} of profile {} ({})", property, link.profile, found->where.to_string())};
}

sourced<std::string> session_name_of(world const& outside, aws::chain_link const& link) {
    auto named = setting_of(link, "role_session_name");
    return named ? named : default_session_name(outside);
}

asio::awaitable<answer> base_credentials(profile_question asked, aws::profile_chain const& chain) {
    auto found = co_await of_form(asked, chain);
    // Who names a source has set something up: what the source lacks is a fault, not an absence.
    if (!found && !chain.hops.empty() && found.error().code() == errc::credentials_not_configured)
        co_return failure(errc::credentials_failed, found.error().details());
    if (found && found->account_id.empty())
        found->account_id = setting_of(chain.base, "aws_account_id").value;
    co_return found;
}

}  // namespace ddbsnap
