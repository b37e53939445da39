#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

// ddbsnap-bench GROUP [--json] [more options of Google Benchmark]: runs the measurements whose names begin
// with GROUP/.

int main(int argc, char** argv) {
    std::vector<std::string> arguments{argv[0]};
    bool has_group = false;
    for (int i = 1; i < argc; ++i) {
        std::string_view const given = argv[i];
        if (given == "--json")
            arguments.emplace_back("--benchmark_format=json");
        else if (given.starts_with("--"))
            arguments.emplace_back(given);
        else if (!std::exchange(has_group, true))
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
