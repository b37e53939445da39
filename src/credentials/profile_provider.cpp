#include "credentials/profile_provider.hpp"

#include "core/ascii.hpp"
#include "core/excerpt.hpp"
#include "credentials/profile_bases.hpp"
#include "credentials/sts_client.hpp"
#include "net/blocking.hpp"
#include "net/cancelled.hpp"
#include "net/translate.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

failure wants_mfa(aws::chain_link const& hop, sourced<std::string> const& device) {
    return failure(
        errc::credentials_failed,
        fmt::format("profile {} wants a code of the MFA device {} ({}), which a server cannot answer",
                    hop.profile, excerpt(device.value), device.source),
        "run `ddbsnap credentials --format env` on a terminal and pass on what it prints, or name a "
        "role that needs no MFA");
}

// One that is no number at all is left out, as other SDKs do, but not in silence.
sourced<std::string> duration_of(world const& outside, aws::chain_link const& hop) {
    auto duration = setting_of(hop, "duration_seconds");
    if (std::all_of(duration.value.begin(), duration.value.end(), is_digit)) return duration;
    outside.log.write(log_level::warning, [&] {
        return fmt::format("{} is not a number of seconds: STS's default is taken", duration.source);
    });
    return {};
}

// What each role is asked for with, from the base outwards: all is checked before anything is sent.
result<std::vector<aws::assume_role_request>> requests_of(world const& outside,
                                                          aws::profile_chain const& chain) {
    std::vector<aws::assume_role_request> requests;
    for (auto const& hop : chain.hops) {
        auto& request = requests.emplace_back();
        request.role_arn = setting_of(hop, "role_arn");
        request.session_name = session_name_of(outside, hop);
        request.external_id = setting_of(hop, "external_id");
        request.duration_seconds = duration_of(outside, hop);
        request.mfa_serial = setting_of(hop, "mfa_serial");
        if (auto checked = aws::check(request); !checked) return std::move(checked).error();
        if (request.mfa_serial && !outside.ask_mfa_code) return wants_mfa(hop, request.mfa_serial);
    }
    return requests;
}

asio::awaitable<result<secret_string>> ask_for_code(world const& outside,
                                                    sourced<std::string> const& device) {
    auto ask = [&] { return outside.ask_mfa_code(device.value); };
    auto given = co_await net::run_blocking(ask);
    bool const cancelled = co_await net::is_cancelled();
    if (cancelled) co_return net::aborted("asking for an MFA code");
    if (!given) {
        given.error().add_context(fmt::format("the code of the MFA device {}", excerpt(device.value)));
        co_return given;
    }
    auto const digits = trim(given->reveal());
    if (digits.size() != 6 || !std::all_of(digits.begin(), digits.end(), is_digit))
        co_return failure(errc::credentials_failed,
                          fmt::format("what was given for the MFA device {} is no code of six digits",
                                      excerpt(device.value)),
                          "enter the six digits that the device shows");
    co_return secret_string(digits);
}

asio::awaitable<result<credentials>> take_role(world const& outside, sts_client& sts,
                                               aws::assume_role_request& request, aws::chain_link const& hop,
                                               credentials const& by) {
    if (request.mfa_serial) {
        auto code = co_await ask_for_code(outside, request.mfa_serial);
        if (!code) co_return std::move(code).error();
        request.mfa_code = *std::move(code);
    }
    auto found = co_await sts.assume_role(request, by);
    if (!found) {
        if (found.error().code() != errc::operation_aborted)
            found.error().add_context("profile " + hop.profile);
        co_return found;
    }
    if (found->account_id.empty()) found->account_id = setting_of(hop, "aws_account_id").value;
    found->source = fmt::format("role {} by profile {} ({})", excerpt(request.role_arn.value), hop.profile,
                                hop.section->find("role_arn")->where.file);
    co_return found;
}

asio::awaitable<result<credentials>> follow(profile_question asked, aws::profile_chain chain) {
    auto requests = requests_of(asked.outside, chain);
    if (!requests) co_return std::move(requests).error();
    std::optional<sts_client> sts;
    if (!chain.hops.empty()) {
        aws::config_settings const settings(asked.outside, asked.files, asked.choice.name);
        auto where = co_await find_sts(asked.outside, settings, asked.region);
        if (!where) co_return std::move(where).error();
        sts.emplace(asked.outside, *std::move(where));
    }
    auto keys = co_await base_credentials(asked, chain);
    for (std::size_t i = 0; keys && i < chain.hops.size(); ++i) {
        auto const by = *std::move(keys);
        keys = co_await take_role(asked.outside, *sts, (*requests)[i], chain.hops[i], by);
    }
    co_return keys;
}

}  // namespace

profile_provider::profile_provider(world outside, aws::profile_choice choice, credential_sources sources,
                                   std::string region)
    : outside_(std::move(outside)),
      choice_(std::move(choice)),
      sources_(std::move(sources)),
      region_(std::move(region)) {}

asio::awaitable<result<credentials>> profile_provider::load() {
    auto read = [outside = outside_] { return aws::read_shared_files(outside); };
    auto files = co_await net::run_blocking(std::move(read));
    if (!files) co_return std::move(files).error();
    for (auto const& warning : files->warnings) outside_.log.write(log_level::debug, [&] { return warning; });
    auto chain = aws::resolve_profile_chain(*files, choice_);
    if (!chain) co_return std::move(chain).error();
    profile_question const asked{outside_, *files, choice_, sources_, region_};
    co_return co_await follow(asked, *std::move(chain));
}

}  // namespace ddbsnap
