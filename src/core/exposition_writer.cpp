#include "core/exposition_writer.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

namespace ddbsnap {
namespace {

// In the value of a label, these three are escaped, and nothing else.
void append_escaped(std::string& out, std::string_view value) {
    for (char const c : value) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') out += '\\';
        out += c;
    }
}

}  // namespace

std::string label_name(std::string_view wanted) {
    constexpr std::array<std::string_view, 4> taken{"operation", "kind", "reason", "le"};
    std::string name(wanted);
    for (char& c : name)
        if (!is_alphanumeric(c)) c = '_';
    // Names that begin with two are Prometheus' own.
    if (name.empty() || is_digit(name.front()) || name.starts_with("__")) name = "label_" + name;
    if (std::find(taken.begin(), taken.end(), name) != taken.end()) name += '_';
    return name;
}

exposition_writer::exposition_writer(std::span<label const> everywhere) {
    for (auto const& [name, value] : everywhere) append_label(label_name(name), value);
    everywhere_ = std::exchange(text_, {});
}

void exposition_writer::begin(std::string_view name, std::string_view type, std::string_view help) {
    fmt::format_to(std::back_inserter(text_), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void exposition_writer::sample(std::string_view name, labels own, std::uint64_t value) {
    begin_sample(name, "", own, "");
    fmt::format_to(std::back_inserter(text_), "{}\n", value);
}

void exposition_writer::sample(std::string_view name, labels own, double value) {
    begin_sample(name, "", own, "");
    fmt::format_to(std::back_inserter(text_), "{}\n", value);
}

void exposition_writer::histogram(std::string_view name, labels own, latency_counts const& counts) {
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < counts.within.size(); ++i) {
        so_far += counts.within[i];
        bool const is_last = i == latency_counts::bounds.size();
        begin_sample(name, "_bucket", own, is_last ? "+Inf" : fmt::format("{}", latency_counts::bounds[i]));
        fmt::format_to(std::back_inserter(text_), "{}\n", so_far);
    }
    begin_sample(name, "_sum", own, "");
    fmt::format_to(std::back_inserter(text_), "{}\n", counts.sum);
    begin_sample(name, "_count", own, "");
    fmt::format_to(std::back_inserter(text_), "{}\n", so_far);
}

void exposition_writer::begin_sample(std::string_view name, std::string_view suffix, labels own,
                                     std::string_view bound) {
    text_ += name;
    text_ += suffix;
    auto const begin = text_.size();
    text_ += '{';
    text_ += everywhere_;
    has_labels_ = !everywhere_.empty();
    for (auto const& [own_name, value] : own) append_label(own_name, value);
    if (!bound.empty()) append_label("le", bound);
    if (!has_labels_) text_.resize(begin);
    text_ += has_labels_ ? "} " : " ";
}

void exposition_writer::append_label(std::string_view name, std::string_view value) {
    if (has_labels_) text_ += ',';
    has_labels_ = true;
    text_ += name;
    text_ += "=\"";
    append_escaped(text_, value);
    text_ += '"';
}

}  // namespace ddbsnap
