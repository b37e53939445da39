#include <ddbsnap/credentials.hpp>

#include <fmt/format.h>

namespace ddbsnap {
namespace {

failure exhausted(std::vector<provider_answer> const& answers) {
    std::string message = "no credentials found";
    auto separator = ": ";
    for (auto const& answer : answers) {
        message += fmt::format("{}{}: {}", separator, answer.provider, answer.passed_because->message());
        separator = "; ";
    }
    return failure(
        errc::no_credentials, std::move(message),
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `ddbsnap credentials` to see what is "
        "looked at");
}

}  // namespace

boost::asio::awaitable<result<credentials>> credentials_chain::load() {
    std::vector<provider_answer> answers;
    co_return co_await load(answers);
}

boost::asio::awaitable<result<credentials>> credentials_chain::load(std::vector<provider_answer>& answers) {
    answers.clear();
    for (auto const& provider : providers_) {
        auto found = co_await provider->load();
        auto& answer = answers.emplace_back();
        answer.provider = provider->name();
        if (found) {
            answer.found = *found;
            co_return found;
        }
        answer.passed_because = found.error();
        if (found.error().code() != errc::credentials_not_configured)
            co_return std::move(found.error().add_context(provider->name()));
    }
    co_return exhausted(answers);
}

}  // namespace ddbsnap
