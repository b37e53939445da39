#include "torchserve_plugin/jni/plugin_settings.hpp"

#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <string_view>

namespace ddbsnap::torchserve_plugin {
namespace {

std::optional<std::size_t> number(std::string_view text) {
    std::size_t n = 0;
    auto const [end, bad] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (bad != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return n;
}

std::string* text_of(plugin_settings& s, std::string_view name) {
    if (name == "store") return &s.store;
    if (name == "series") return &s.series;
    if (name == "spool_dir") return &s.spool_dir;
    if (name == "time_zone") return &s.time_zone;
    if (name == "zone_of_jvm") return &s.zone_of_jvm;
    if (name == "offset_of_jvm") return &s.offset_of_jvm;
    return nullptr;
}

bool set(plugin_settings& s, std::string const& name, std::string value) {
    if (name.starts_with("AWS_")) {
        s.environment[name] = std::move(value);
        return true;
    }
    if (auto* const text = text_of(s, name)) {
        *text = std::move(value);
        return true;
    }
    auto const n = number(value);
    if (!n) return false;
    if (name == "keep") {
        s.keep = *n;
        return true;
    }
    bool const is_level = name == "least_level" && *n <= static_cast<std::size_t>(log_level::off);
    if (is_level) s.least = static_cast<log_level>(*n);
    return is_level;
}

}  // namespace

result<plugin_settings> read_plugin_settings(std::vector<std::pair<std::string, std::string>> given) {
    plugin_settings s;
    for (auto& [name, value] : given)
        if (!set(s, name, std::move(value)))
            return failure(errc::invalid_argument, fmt::format("the setting '{}' cannot be read", name));
    return s;
}

world world_for(plugin_settings const& s) {
    auto outside = real_world();
    if (s.environment.empty()) return outside;
    outside.environment = [first = s.environment, then = std::move(outside.environment)](
                              std::string const& name) -> std::optional<std::string> {
        if (auto const found = first.find(name); found != first.end()) return found->second;
        return then(name);
    };
    return outside;
}

}  // namespace ddbsnap::torchserve_plugin
