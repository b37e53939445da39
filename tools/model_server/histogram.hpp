#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace model_server {

/// How many took how long, from 10 microseconds to 10 seconds.
class histogram {
   public:
    static constexpr std::array<double, 19> bounds{0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001,
                                                   0.002,   0.005,   0.01,    0.02,   0.05,   0.1,    0.2,
                                                   0.5,     1,       2,       5,      10};

    void add(std::chrono::nanoseconds) noexcept;
    std::uint64_t count() const noexcept;

    /// Appends its samples as Prometheus reads them.
    /// @param labels  `call="predict"`, or empty
    void append_to(std::string& text, std::string_view name, std::string_view labels) const;

   private:
    std::array<std::uint64_t, bounds.size() + 1> within_{};  // the last one: above all bounds
    std::chrono::nanoseconds sum_{0};
};

}  // namespace model_server
