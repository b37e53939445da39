#pragma once

#include <ddbsnap/metrics.hpp>

#include <string>
#include <vector>

namespace ddbsnap::test {

/// Keeps what an observer is told about connections: "opened db.example", "closed db.example: idle".
class recording_observer final : public client_observer {
   public:
    void on_connection(connection_event const& e) noexcept override {
        static constexpr char const* kinds[] = {"opened", "failed", "closed"};
        static constexpr char const* reasons[] = {"",       ": idle",  ": age",     ": surplus",
                                                  ": peer", ": error", ": shutdown"};
        auto text = std::string(kinds[static_cast<int>(e.what)]) + " " + std::string(e.endpoint) +
                    reasons[static_cast<int>(e.why)];
        if (e.outcome) text += ": " + e.outcome.message();
        connections.push_back(std::move(text));
    }

    std::vector<std::string> connections;
};

}  // namespace ddbsnap::test
