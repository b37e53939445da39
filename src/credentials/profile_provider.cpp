#include "credentials/profile_provider.hpp"

#include "credentials/profile_keys.hpp"
#include "net/blocking.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

failure not_supported(aws::profile_section const& profile, std::string_view profile_name,
                      std::string_view property) {
    auto const where = profile.find(property)->where.to_string();
    return failure(errc::not_supported,
                   fmt::format("profile {} uses {} ({}), which this build does not support", profile_name,
                               property, where),
                   "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name another profile in AWS_PROFILE");
}

result<credentials> find_keys(aws::shared_files const& files, aws::profile_choice const& choice) {
    auto const* profile = files.find_profile(choice.name);
    if (!profile && choice.is_named()) return files.no_such_profile(choice);
    if (!profile)
        return failure(
            errc::credentials_not_configured,
            fmt::format("profile {} does not exist (looked at {})", choice.name, files.looked_at()));
    auto const told = form_of(*profile);
    switch (told.form) {
        case profile_form::none:
            return failure(
                errc::credentials_not_configured,
                fmt::format("profile {} has no keys (looked at {})", choice.name, files.looked_at()));
        case profile_form::static_keys:
            return static_keys_of(*profile, choice.name);
        default:
            return not_supported(*profile, choice.name, told.property);
    }
}

}  // namespace

boost::asio::awaitable<result<credentials>> profile_provider::load() {
    auto read = [outside = outside_] { return aws::read_shared_files(outside); };
    auto files = co_await net::run_blocking(std::move(read));
    if (!files) co_return std::move(files).error();
    for (auto const& warning : files->warnings) outside_.log.write(log_level::debug, [&] { return warning; });
    co_return find_keys(*files, choice_);
}

}  // namespace ddbsnap
