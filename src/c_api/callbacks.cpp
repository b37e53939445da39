#include "c_api/callbacks.hpp"

#include "c_api/reports.hpp"

#include <exception>
#include <string>
#include <utility>

namespace ddbsnap::c_api {
namespace {

thread_local bool in_callback = false;

struct callback_scope {
    bool const before = std::exchange(in_callback, true);

    ~callback_scope() { in_callback = before; }
};

}  // namespace

bool is_in_callback() noexcept { return in_callback; }

void callbacks::tell(save_report const& r) const noexcept {
    if (is_silent_) return;
    std::string message;
    try {
        message = message_of(r);
    } catch (std::exception const&) {
        // That it ended is more than why.
    }
    auto const report = view_of(r, message.c_str());
    callback_scope const scope;
    options_.on_outcome(options_.outcome_data, &report);
}

void callbacks::log(log_level level, std::string_view line) const noexcept {
    if (is_silent_) return;
    try {
        std::string const text(line);
        callback_scope const scope;
        options_.on_log(options_.log_data, static_cast<ddbsnap_log_level>(level), text.c_str());
    } catch (std::exception const&) {
        // A line is lost where there is no memory for it.
    }
}

}  // namespace ddbsnap::c_api
