#include "aws/endpoint_account.hpp"

#include "aws/config_settings.hpp"
#include "aws/environment.hpp"
#include "aws/profile_chain.hpp"

#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

constexpr auto account_variable = "AWS_ACCOUNT_ID";

endpoint_account unknown(std::string because) { return {{}, std::move(because)}; }

endpoint_account of_environment(world const& outside) {
    if (auto account = environment_value(outside, account_variable))
        return {{*std::move(account), account_variable}, {}};
    return unknown(fmt::format("{} is not set beside the keys", account_variable));
}

// The last profile on the way gives the keys that requests are signed with.
endpoint_account of_chain(profile_chain const& chain) {
    bool const is_sso = chain.hops.empty() && chain.form == base_form::sso;
    auto const& link = chain.hops.empty() ? chain.base : chain.hops.back();
    auto const name = is_sso ? "sso_account_id" : "aws_account_id";
    if (auto const* account = link.section->find(name))
        return {{account->value,
                 fmt::format("{} of profile {} in {}", name, link.profile, account->where.to_string())},
                {}};
    if (chain.hops.empty() && chain.form == base_form::static_keys)
        return unknown(fmt::format("profile {} has no {}", link.profile, name));
    return unknown(fmt::format("profile {} tells it with its keys, which are not fetched", link.profile));
}

}  // namespace

endpoint_account account_without_network(world const& outside, aws_config const& config) {
    bool const has_keys = environment_value(outside, "AWS_ACCESS_KEY_ID") &&
                          environment_value(outside, "AWS_SECRET_ACCESS_KEY");
    if (has_keys) return of_environment(outside);
    auto const files = read_shared_files(outside);
    if (!files) return unknown(files.error().message());
    auto const chain = resolve_profile_chain(*files, choice_of(config, outside));
    if (chain) return of_chain(*chain);
    if (chain.error().code() != errc::credentials_not_configured) return unknown(chain.error().message());
    return unknown("neither environment nor profile have keys, and others are not fetched");
}

}  // namespace ddbsnap::aws
