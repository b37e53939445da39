#include "model_server/state_text.hpp"

#include "model_server/models_json.hpp"

#include <algorithm>

namespace model_server {
namespace {

constexpr char const* models_key = "model_snapshot";
constexpr std::string_view padding_key = "padding";

// Letters in no order, so that no compression makes them small; made once, as that takes longer than a copy.
std::string_view padding(std::size_t size) {
    static std::string text;
    std::uint64_t seed = 88172645463325252 + text.size();
    while (text.size() < size) {
        seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;  // Marsaglia's xorshift
        text += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"[seed % 64];
    }
    return std::string_view(text).substr(0, size);
}

void pad(std::string& text, std::size_t size) {
    auto const line = padding_key.size() + 2;  // with = and the end of the line
    if (text.size() + line >= size) return;
    auto const value = padding(size - text.size() - line);
    text.reserve(size);
    text.append(padding_key).append("=").append(value).append("\n");
}

}  // namespace

std::string write_state(server_state const& state, std::string const& name, ddbsnap::system_time created,
                        std::size_t least_bytes) {
    auto entries = state.config;
    entries.set(models_key, write_models(state.models, name, created));
    auto text = ddbsnap::format_properties(entries, "Saving snapshot", created);
    pad(text, least_bytes);
    return text;
}

ddbsnap::result<server_state> read_state(std::string_view text) {
    auto const entries = ddbsnap::parse_properties(text);
    if (!entries) return entries.error();
    server_state state;
    for (auto const& [key, value] : *entries)
        if (key != models_key && key != padding_key) state.config.set(key, value);
    auto const* json = entries->find(models_key);
    if (!json) return ddbsnap::failure(ddbsnap::errc::malformed_file, "it has no key model_snapshot");
    auto models = read_models(*json);
    if (!models) return std::move(models.error().add_context(models_key));
    state.models = *std::move(models);
    return state;
}

}  // namespace model_server
