#include "model_server/parameters.hpp"

#include <charconv>

namespace model_server {

std::optional<std::string> parameters::text(std::string_view name) const {
    for (auto const& [key, value] : target_.query)
        if (key == name) return value;
    return std::nullopt;
}

std::string parameters::required(std::string_view name) {
    auto const value = text(name).value_or("");
    if (value.empty()) complain("Parameter " + std::string(name) + " is required.");
    return value;
}

int parameters::number(std::string_view name, int otherwise, int least) {
    auto const value = text(name);
    if (!value) return otherwise;
    int n = 0;
    auto const* const end = value->data() + value->size();
    auto const [stopped, ec] = std::from_chars(value->data(), end, n);
    if (ec == std::errc() && stopped == end && n >= least) return n;
    complain("Parameter " + std::string(name) + " has to be a number of at least " + std::to_string(least) +
             ".");
    return otherwise;
}

bool parameters::flag(std::string_view name) {
    auto const value = text(name).value_or("false");
    if (value != "true" && value != "false")
        complain("Parameter " + std::string(name) + " has to be true or false.");
    return value == "true";
}

void parameters::complain(std::string what) {
    if (!complaint_) complaint_ = std::move(what);
}

}  // namespace model_server
