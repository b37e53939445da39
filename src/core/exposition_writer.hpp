#pragma once

#include <ddbsnap/client_metrics.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap {

/// Writes metrics in Prometheus' text exposition format, version 0.0.4.
/// @see https://prometheus.io/docs/instrumenting/exposition_formats/
class exposition_writer {
   public:
    using label = client_metrics::label;
    using labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    /// @param everywhere  labels of each sample
    explicit exposition_writer(std::span<label const> everywhere);

    /// What is said about a metric once, before its samples.
    void begin(std::string_view name, std::string_view type, std::string_view help);

    void sample(std::string_view name, labels own, std::uint64_t value);
    void sample(std::string_view name, labels own, double value);
    /// The samples of a histogram: cumulative buckets, sum and count.
    void histogram(std::string_view name, labels own, latency_counts const& counts);

    std::string take() && { return std::move(text_); }

   private:
    void begin_sample(std::string_view name, std::string_view suffix, labels own, std::string_view bound);
    void append_label(std::string_view name, std::string_view value);

    std::string text_;
    std::string everywhere_;  // a="b",c="d"
    bool has_labels_ = false;
};

/// A name that the format allows: [a-zA-Z_][a-zA-Z0-9_]*, not one with a meaning here.
std::string label_name(std::string_view wanted);

}  // namespace ddbsnap
