#include "aws/endpoint.hpp"

#include "aws/host_label.hpp"
#include "aws/partitions.hpp"
#include "aws/url.hpp"

#include <array>
#include <fmt/format.h>
#include <optional>

namespace ddbsnap::aws {
namespace {

failure contradiction(std::string_view reason, std::string_view next_step = {}) {
    return failure(errc::invalid_configuration, std::string(reason), std::string(next_step));
}

// The account of a DynamoDB resource in the region asked for; nothing for a plain table name and for anything
// else, which then goes by the account of the credentials.
std::optional<std::string_view> account_of_arn(std::string_view arn, std::string_view region) {
    std::array<std::string_view, 5> parts;  // arn, partition, service, region, account
    for (auto& part : parts) {
        auto const colon = arn.find(':');
        if (colon == arn.npos) return std::nullopt;
        part = arn.substr(0, colon);
        arn.remove_prefix(colon + 1);
    }
    bool const is_arn = parts[0] == "arn" && !parts[1].empty() && !arn.empty();
    bool const is_ours = parts[2] == "dynamodb" && parts[3] == region && is_host_label(parts[4]);
    if (!is_arn || !is_ours) return std::nullopt;
    return parts[4];
}

result<resolved_endpoint> endpoint_at(std::string_view address, std::string_view signing_region) {
    auto parsed = parse_url(address);
    if (!parsed) return std::move(parsed.error().add_context("endpoint"));
    resolved_endpoint e;
    e.url = address;
    e.authority = parsed->authority();
    e.scheme = std::move(parsed->scheme);
    e.host = std::move(parsed->host);
    e.port = parsed->port;
    e.path = std::move(parsed->path);
    e.signing_region = signing_region;
    e.signing_name = "dynamodb";
    return e;
}

result<resolved_endpoint> explicit_endpoint(endpoint_parameters const& p) {
    if (p.use_fips)
        return contradiction("Invalid Configuration: FIPS and custom endpoint are not supported",
                             "unset the endpoint URL or AWS_USE_FIPS_ENDPOINT");
    if (p.use_dualstack)
        return contradiction("Invalid Configuration: Dualstack and custom endpoint are not supported",
                             "unset the endpoint URL or AWS_USE_DUALSTACK_ENDPOINT");
    auto endpoint = endpoint_at(p.endpoint_url, p.region);
    if (!endpoint || p.region.empty()) return endpoint;
    auto const dual_stack = fmt::format("{}.{}", p.region, partition_of(p.region).dual_stack_dns_suffix);
    if (endpoint->authority == "dynamodb." + dual_stack ||
        endpoint->authority == "search-dynamodb." + dual_stack)
        return contradiction(
            "Endpoint override is not supported for dual-stack endpoints. Please enable dual-stack "
            "functionality by enabling the configuration. For more details, see: "
            "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
            "unset the endpoint URL and set AWS_USE_DUALSTACK_ENDPOINT=true");
    return endpoint;
}

result<resolved_endpoint> local_endpoint(endpoint_parameters const& p) {
    if (p.use_fips) return contradiction("Invalid Configuration: FIPS and local endpoint are not supported");
    if (p.use_dualstack)
        return contradiction("Invalid Configuration: Dualstack and local endpoint are not supported");
    return endpoint_at("http://localhost:8000", "us-east-1");
}

result<resolved_endpoint> fips_endpoint(endpoint_parameters const& p, partition const& of) {
    if (p.account_mode == account_id_mode::required)
        return contradiction(
            "Invalid Configuration: AccountIdEndpointMode is required and FIPS is enabled, but FIPS account "
            "endpoints are not supported",
            "unset AWS_ACCOUNT_ID_ENDPOINT_MODE or AWS_USE_FIPS_ENDPOINT");
    if (p.use_dualstack)
        return endpoint_at(fmt::format("https://dynamodb-fips.{}.{}", p.region, of.dual_stack_dns_suffix),
                           p.region);
    // All of that partition's endpoints are FIPS endpoints.
    auto const name = of.name == "aws-us-gov" ? "dynamodb" : "dynamodb-fips";
    return endpoint_at(fmt::format("https://{}.{}.{}", name, p.region, of.dns_suffix), p.region);
}

// The account whose own endpoint takes the request; empty for the region's endpoint.
result<std::string> account_for(endpoint_parameters const& p, partition const& of) {
    if (p.account_mode == account_id_mode::disabled) return std::string();
    bool const is_required = p.account_mode == account_id_mode::required;
    if (of.name != "aws") {
        if (!is_required) return std::string();
        return contradiction(
            "Invalid Configuration: AccountIdEndpointMode is required but account endpoints are not "
            "supported in this partition",
            "unset AWS_ACCOUNT_ID_ENDPOINT_MODE");
    }
    if (auto const account = account_of_arn(p.resource_arn, p.region)) return std::string(*account);
    if (!p.resource_arn_list.empty())
        if (auto const account = account_of_arn(p.resource_arn_list.front(), p.region))
            return std::string(*account);
    if (!p.account_id_from_credentials.empty() && !is_host_label(p.account_id_from_credentials))
        return contradiction("Credentials-sourced account ID parameter is invalid",
                             "mend AWS_ACCOUNT_ID or aws_account_id");
    if (is_required && p.account_id_from_credentials.empty())
        return contradiction(
            "AccountIdEndpointMode is required but no AccountID was provided or able to be loaded",
            "set AWS_ACCOUNT_ID, or unset AWS_ACCOUNT_ID_ENDPOINT_MODE");
    return p.account_id_from_credentials;
}

}  // namespace

endpoint_parameters endpoint_parameters_of(aws_config const& config) {
    endpoint_parameters p;
    p.region = config.region.value;
    p.use_fips = config.use_fips.value;
    p.use_dualstack = config.use_dualstack.value;
    p.endpoint_url = config.endpoint_url.value;
    p.account_mode = config.account_mode.value;
    return p;
}

result<resolved_endpoint> resolve_endpoint(endpoint_parameters const& p) {
    if (!p.endpoint_url.empty()) return explicit_endpoint(p);
    if (p.region.empty())
        return failure(errc::missing_region, "Invalid Configuration: Missing Region",
                       "set AWS_REGION, or region in the profile");
    if (!is_host_label(p.region))
        return contradiction(fmt::format("region \"{}\" cannot be part of a host name", p.region));
    if (p.region == "local") return local_endpoint(p);
    auto const& of = partition_of(p.region);
    if (p.use_fips) return fips_endpoint(p, of);
    auto account = account_for(p, of);
    if (!account) return std::move(account).error();
    auto const name = account->empty() ? "dynamodb" : *account + ".ddb";
    auto const suffix = p.use_dualstack ? of.dual_stack_dns_suffix : of.dns_suffix;
    auto endpoint = endpoint_at(fmt::format("https://{}.{}.{}", name, p.region, suffix), p.region);
    if (endpoint) endpoint->account = *std::move(account);
    return endpoint;
}

}  // namespace ddbsnap::aws
