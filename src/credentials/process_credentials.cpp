#include "aws/command_text.hpp"
#include "aws/environment.hpp"
#include "aws/process_document.hpp"
#include "aws/sso_token.hpp"
#include "credentials/keys_as_issued.hpp"
#include "credentials/profile_sources.hpp"
#include "net/process_runner.hpp"

#include <charconv>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

constexpr auto by_hand = "run the command by hand to see why";

// How many commands have been started one by another; one that asks ddbsnap for its own profile would never
// end.
constexpr auto depth_variable = "DDBSNAP_CREDENTIAL_PROCESS_DEPTH";
constexpr int deepest = 4;

int depth_of(world const& outside) {
    auto const text = aws::environment_value(outside, depth_variable).value_or("0");
    int depth = 0;
    std::from_chars(text.data(), text.data() + text.size(), depth);
    return depth;
}

failure broken(std::string message, net::process_outcome const& outcome) {
    auto const complaint = aws::shown_complaint(outcome.complaint, outcome.output);
    if (!complaint.empty()) message += ": " + complaint;
    return failure(errc::credentials_failed, std::move(message), by_hand);
}

result<credentials> keys_of(net::process_outcome const& outcome) {
    if (outcome.exit_code != 0)
        return broken(fmt::format("it ended with exit code {}", outcome.exit_code), outcome);
    if (outcome.output.empty()) return broken("it printed nothing", outcome);
    auto keys = aws::parse_process_document(outcome.output);
    if (!keys) return broken("what it printed is unusable, " + keys.error().message(), outcome);
    return keys_as_issued(*std::move(keys));
}

}  // namespace

boost::asio::awaitable<result<credentials>> process_credentials(world const& outside,
                                                                aws::config_settings const& profile) {
    auto const command = profile.from_profile("credential_process");
    if (!command)
        co_return failure(errc::credentials_not_configured,
                          fmt::format("profile {} has no credential_process", profile.profile_name()));
    auto const depth = depth_of(outside);
    if (depth >= deepest)
        co_return failure(errc::credentials_failed,
                          fmt::format("{} asks for keys by itself, {} times over", command.source, depth),
                          "let the command use another profile than the one it is for");
    net::process_command to_run;
    to_run.more_environment.push_back(fmt::format("{}={}", depth_variable, depth + 1));
    to_run.line = command.value;
    to_run.time_limit = std::chrono::seconds(60);
    to_run.output_limit = 64'000;
    auto const context = fmt::format("{} (\"{}\")", command.source, aws::shown_command(command.value));
    auto outcome = co_await outside.processes->run(std::move(to_run));
    if (!outcome) co_return std::move(outcome.error().add_context(context).suggest(by_hand));
    auto found = keys_of(*outcome);
    if (!found) co_return std::move(found.error().add_context(context));
    // It may be the clock of this machine that is wrong; the service knows.
    if (found->expiration && *found->expiration <= outside.now())
        outside.log.write(log_level::warning, [&] {
            return fmt::format("{}: its keys are expired, since {}; log in again where the command gets them",
                               context, aws::cache_time(*found->expiration));
        });
    if (found->account_id.empty()) found->account_id = profile.from_profile("aws_account_id").value;
    found->source = command.source;
    co_return found;
}

}  // namespace ddbsnap
