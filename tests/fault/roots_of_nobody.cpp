// Each test has an authority of its own. Without this each client would read the machine's hundred roots
// first.

#include <cstdlib>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

struct roots_of_nobody : testing::Environment {
    void SetUp() override { ::setenv("SSL_CERT_FILE", "/dev/null", 1); }
};

auto* const set_up_once = testing::AddGlobalTestEnvironment(new roots_of_nobody);

}  // namespace
}  // namespace ddbsnap
