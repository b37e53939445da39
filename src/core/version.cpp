#include <ddbsnap/version.hpp>

namespace ddbsnap {
namespace {

constexpr int number(std::string_view digits) {
    int n = 0;
    for (char const c : digits) n = 10 * n + (c - '0');
    return n;
}

// The build's version and the headers' are two constants; that they differ does not compile.
constexpr std::string_view built = DDBSNAP_VERSION;
constexpr auto first_dot = built.find('.');
constexpr auto second_dot = built.find('.', first_dot + 1);
static_assert(built == DDBSNAP_VERSION_STRING);
static_assert(number(built.substr(0, first_dot)) == DDBSNAP_VERSION_MAJOR);
static_assert(number(built.substr(first_dot + 1, second_dot - first_dot - 1)) == DDBSNAP_VERSION_MINOR);
static_assert(number(built.substr(second_dot + 1)) == DDBSNAP_VERSION_PATCH);

}  // namespace

std::string_view version() noexcept { return built; }

}  // namespace ddbsnap
