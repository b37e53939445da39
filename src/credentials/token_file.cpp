#include "credentials/token_file.hpp"

#include "aws/environment.hpp"
#include "net/blocking.hpp"

#include <fmt/format.h>
#include <map>
#include <mutex>

namespace ddbsnap {
namespace {

using attempt_key = std::pair<std::weak_ptr<net::stream_connector>, std::filesystem::path>;

// Connectors stand for the network that was tried. They are compared by identity, which a weak pointer keeps
// from being used anew.
struct by_owner_and_path {
    bool operator()(attempt_key const& a, attempt_key const& b) const {
        if (a.first.owner_before(b.first)) return true;
        if (b.first.owner_before(a.first)) return false;
        return a.second < b.second;
    }
};

struct attempts {
    std::mutex mutex;
    std::map<attempt_key, system_time, by_owner_and_path> times;
};

attempts& all_attempts() {
    static attempts all;
    return all;
}

}  // namespace

boost::asio::awaitable<result<std::string>> read_token_file(world const& outside,
                                                            std::filesystem::path const& path) {
    auto read = [&outside, &path] { return outside.read_file(path); };
    co_return co_await net::run_blocking(std::move(read));
}

boost::asio::awaitable<void> keep_token_file(world const& outside, std::filesystem::path const& path,
                                             secret_string const& document) {
    auto replace = [&] { return outside.replace_file(path, document.reveal()); };
    auto const replaced = co_await net::run_blocking(std::move(replace));
    if (replaced) co_return;
    outside.log.write(log_level::warning, [&] {
        return fmt::format("the refreshed token could not be kept: {}", replaced.error().message());
    });
}

result<std::filesystem::path> below_home(world const& outside, std::filesystem::path const& relative) {
    auto const home = aws::environment_value(outside, "HOME");
    if (!home)
        return failure(errc::credentials_failed, "the token cache cannot be found: HOME is not set",
                       "set HOME to your home directory");
    return std::filesystem::path(*home) / relative;
}

std::optional<system_time> last_refresh_attempt(world const& outside, std::filesystem::path const& path) {
    auto& all = all_attempts();
    std::lock_guard const lock(all.mutex);
    auto const found = all.times.find({outside.connector, path});
    return found == all.times.end() ? std::nullopt : std::optional(found->second);
}

void note_refresh_attempt(world const& outside, std::filesystem::path const& path) {
    auto& all = all_attempts();
    std::lock_guard const lock(all.mutex);
    std::erase_if(all.times, [](auto const& entry) { return entry.first.first.expired(); });
    all.times.insert_or_assign({outside.connector, path}, outside.now());
}

}  // namespace ddbsnap
