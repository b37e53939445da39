// Runs a fuzz target without a fuzzing engine: every seed as it is, then so many mutations of seeds, always
// the same ones. What a compiler without libFuzzer can do, and short enough for every test run. A directory
// that is not there holds no seeds.
//
//   json_fuzz DIRECTORY... MUTATIONS
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

// In the order of their names: the mutations must not depend on the file system.
void read_seeds(char const* directory, std::vector<std::string>& seeds) {
    std::set<std::filesystem::path> files;
    if (!std::filesystem::exists(directory)) return;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(directory))
        if (entry.is_regular_file()) files.insert(entry.path());
    for (auto const& file : files) {
        std::ifstream in(file, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
}

void mutate(std::string& text, std::vector<std::string> const& seeds, std::mt19937& random) {
    auto const below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
    auto const at = below(text.size() + 1);
    auto const length = below(16);
    auto const& other = seeds[below(seeds.size())];
    switch (below(5)) {
        case 0:
            text.erase(at, length);
            break;
        case 1:
            text.insert(at, 1, static_cast<char>(below(256)));
            break;
        case 2:
            text.insert(at, other.substr(below(other.size()), length));
            break;
        case 3:
            text.insert(at, text.substr(below(text.size()), length));
            break;
        default:
            if (at < text.size()) text[at] = "\\\"{}[]=:#!;\r\n\t u"[below(16)];
    }
}

void run(std::string const& text) {
    LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(text.data()), text.size());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    std::vector<std::string> seeds;
    for (int i = 1; i + 1 < argc; ++i) read_seeds(argv[i], seeds);
    if (seeds.empty()) return 2;
    for (auto const& seed : seeds) run(seed);
    std::mt19937 random(1);
    auto text = seeds.front();
    long const mutations = std::atol(argv[argc - 1]);
    for (long i = 0; i < mutations; ++i) {
        if (i % 20 == 0) text = seeds[random() % seeds.size()];
        mutate(text, seeds, random);
        run(text);
    }
    std::printf("%zu seeds and %ld mutations\n", seeds.size(), mutations);
}
