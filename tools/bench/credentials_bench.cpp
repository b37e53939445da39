#include <ddbsnap/aws_config.hpp>
#include <ddbsnap/credentials_cache.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

// What a program pays for its keys: finding them at its start, and having them for each request.

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

template <class T>
T run(asio::io_context& loop, asio::awaitable<result<T>> operation) {
    result<T> outcome;
    asio::co_spawn(loop, std::move(operation),
                   [&](std::exception_ptr, result<T> ended) { outcome = std::move(ended); });
    loop.restart();
    loop.run();
    return std::move(outcome).value();
}

/// The real world, but for the environment.
world with_environment(std::map<std::string, std::string> variables) {
    auto outside = real_world();
    outside.environment = [all =
                               std::move(variables)](std::string const& name) -> std::optional<std::string> {
        auto const found = all.find(name);
        return found == all.end() ? std::nullopt : std::optional(found->second);
    };
    return outside;
}

/// A home directory with the two shared files, each of the usual size.
class home {
   public:
    home() {
        auto pattern = (std::filesystem::temp_directory_path() / "ddbsnap-bench-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary directory can be made");
        path_ = pattern;
        std::filesystem::create_directory(path_ / ".aws");
        std::ofstream config(path_ / ".aws/config"), credentials(path_ / ".aws/credentials");
        for (int i = 0; i < 20; ++i) config << "[profile p" << i << "]\nregion = eu-west-1\noutput = json\n";
        credentials << "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = example\n";
    }
    ~home() { std::filesystem::remove_all(path_); }

    std::string path() const { return path_.string(); }

   private:
    std::filesystem::path path_;
};

// A new chain each time: nothing is left of the load before.
void load_cold(benchmark::State& state, world const& outside) {
    for (auto _ : state) {
        asio::io_context loop{1};
        auto const chain = default_credentials_chain(outside, aws_config_for_credentials(outside));
        benchmark::DoNotOptimize(run(loop, chain->load()));
    }
}

void cold_from_environment(benchmark::State& state) {
    load_cold(state,
              with_environment({{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"}, {"AWS_SECRET_ACCESS_KEY", "example"}}));
}
BENCHMARK(cold_from_environment)->Name("credentials/cold_from_environment")->Unit(benchmark::kMicrosecond);

void cold_from_files(benchmark::State& state) {
    home const at;
    load_cold(state, with_environment({{"HOME", at.path()}}));
}
BENCHMARK(cold_from_files)->Name("credentials/cold_from_files")->Unit(benchmark::kMicrosecond)->UseRealTime();

// As a request does it: a comparison with the clock it has read for the signature anyway, and a reference
// counted.
void read_at_hand(benchmark::State& state) {
    asio::io_context loop{1};
    credentials keys;
    keys.access_key_id = "AKIDEXAMPLE";
    auto const outside = real_world();
    credentials_cache cache(loop.get_executor(), static_credentials(keys), outside);
    run(loop, cache.get(std::chrono::steady_clock::now() + std::chrono::seconds(1)));
    auto const now = outside.now();
    for (auto _ : state) {
        auto const at_hand = cache.at_hand(now);
        benchmark::DoNotOptimize(at_hand.get());
    }
}
BENCHMARK(read_at_hand)->Name("credentials/read_at_hand");

}  // namespace
}  // namespace ddbsnap
