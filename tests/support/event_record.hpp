#pragma once

#include <ddbsnap/metrics.hpp>

#include <string>
#include <vector>

namespace ddbsnap::test {

/// Keeps what an observer is told.
struct event_record : client_observer {
    struct kept_attempt : attempt_event {
        std::string operation_text;
        std::string endpoint_text;
        std::string request_id_text;
    };

    void on_attempt(attempt_event const& e) noexcept override {
        attempts.push_back({e, std::string(e.operation), std::string(e.endpoint), std::string(e.request_id)});
    }
    void on_call(call_event const& e) noexcept override {
        calls.push_back(e);
        called.emplace_back(e.operation);
    }

    std::vector<kept_attempt> attempts;
    std::vector<call_event> calls;  ///< whose operation is in `called`
    std::vector<std::string> called;
};

}  // namespace ddbsnap::test
