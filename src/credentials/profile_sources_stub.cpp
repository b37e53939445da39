#include "credentials/profile_sources.hpp"

namespace ddbsnap {
namespace {

failure not_there(char const* form) {
    return failure(errc::not_supported, std::string(form) + " is not supported yet");
}

}  // namespace

boost::asio::awaitable<result<credentials>> sso_credentials(world const&, aws::config_settings const&) {
    co_return not_there("SSO");
}

boost::asio::awaitable<result<credentials>> login_credentials(world const&, aws::config_settings const&,
                                                              std::string) {
    co_return not_there("login_session");
}

boost::asio::awaitable<result<credentials>> process_credentials(world const&, aws::config_settings const&) {
    co_return not_there("credential_process");
}

}  // namespace ddbsnap
