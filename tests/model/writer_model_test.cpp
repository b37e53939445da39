#include "model/writer_model.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

namespace ddbsnap::test {
namespace {

std::uint64_t number_of(char const* variable, std::uint64_t otherwise) {
    auto const* const text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

// DDBSNAP_MODEL_STEPS and DDBSNAP_MODEL_SEED change what is played; a failure names the seed.
TEST(writer_model, loses_nothing_in_silence_and_keeps_order_and_bounds) {
    auto const steps = number_of("DDBSNAP_MODEL_STEPS", 1'000'000);
    auto const seed = number_of("DDBSNAP_MODEL_SEED", std::random_device{}());
    SCOPED_TRACE("DDBSNAP_MODEL_SEED=" + std::to_string(seed));
    writer_model model(seed, 3, 200);
    while (model.steps() < steps && !testing::Test::HasFailure()) model.live(40);
    std::string said;
    for (auto const& [what, times] : model.happened()) said += what + ": " + std::to_string(times) + "\n";
    RecordProperty("steps", std::to_string(model.steps()));
    std::printf("seed %llu, %llu steps, %llu saves met another one\n%s",
                static_cast<unsigned long long>(seed), static_cast<unsigned long long>(model.steps()),
                static_cast<unsigned long long>(model.contended()), said.c_str());
    EXPECT_GT(model.contended(), 0u) << "the threads never met";
    for (auto const* what :
         {"stored", "superseded", "failed", "spooled", "found in the spool", "let go", "cancellation",
          "clock step", "refused for want of a table", "named at the close", "wait that was met",
          "wait that was not", "complete flush", "incomplete flush"})
        EXPECT_GT(model.happened().contains(what) ? model.happened().at(what) : 0, 0u)
            << what << " never happened";
}

}  // namespace
}  // namespace ddbsnap::test
