#pragma once

#include "model_server/histogram.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace model_server {

/// What the server itself counts. Of one thread, as all of the server.
class server_metrics {
   public:
    /// @param call  as reply::call
    void count_request(std::string_view call, int status, std::chrono::nanoseconds took);

    std::uint64_t connections_opened = 0;
    std::uint64_t connections_open = 0;
    std::uint64_t changes = 0;          ///< of the registry, by whomever
    std::optional<histogram> lateness;  ///< of the heartbeat, where there is one

    std::string prometheus_text() const;

   private:
    void append_requests(std::string& text) const;

    std::map<std::pair<std::string_view, int>, std::uint64_t> requests_;
    std::map<std::string_view, histogram> durations_;
};

}  // namespace model_server
