#include "c_api/last_error.hpp"

#include "c_api/status.hpp"

#include <exception>

namespace ddbsnap::c_api {
namespace {

struct kept_text {
    std::string text;
    char const* shown = "";
};

kept_text& of_this_thread() noexcept {
    thread_local kept_text kept;
    return kept;
}

}  // namespace

ddbsnap_status refuse(ddbsnap_status status, std::string_view why) noexcept {
    auto& kept = of_this_thread();
    try {
        kept.text = why;
        kept.shown = kept.text.c_str();
    } catch (std::exception const&) {
        // The status says what happened; that there was no room for its text does not change it.
        kept.shown = ddbsnap_status_text(status);
    }
    return status;
}

ddbsnap_status refuse(failure const& f) { return refuse(status_of(f.code()), f.to_string()); }

char const* last_error() noexcept { return of_this_thread().shown; }

}  // namespace ddbsnap::c_api
