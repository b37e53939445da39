#include "bench/groups.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap::bench {

// Those without a server; also with none named, which runs all of them.
bool is_group(int argc, char** argv) {
    if (argc < 2) return false;
    std::string_view const first = argv[1];
    return first == "credentials" || first == "all" || first.starts_with("--benchmark_");
}

int run_groups(int argc, char** argv) {
    std::vector<std::string> arguments{argv[0]};
    for (int i = 1; i < argc; ++i) {
        std::string_view const given = argv[i];
        if (given == "--json")
            arguments.emplace_back("--benchmark_format=json");
        else if (given.starts_with("--"))
            arguments.emplace_back(given);
        else if (i == 1 && given != "all")
            arguments.emplace_back(fmt::format("--benchmark_filter=^{}/", given));
    }
    std::vector<char*> pointers;
    for (auto& argument : arguments) pointers.push_back(argument.data());
    int count = static_cast<int>(pointers.size());
    benchmark::Initialize(&count, pointers.data());
    if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return 2;
    if (benchmark::RunSpecifiedBenchmarks() == 0) {
        fmt::print(stderr, "ddbsnap-bench: there is no such measurement\n");
        return 2;
    }
    return 0;
}

}  // namespace ddbsnap::bench
