#include "net/http_response.hpp"

#include "core/ascii.hpp"

namespace ddbsnap::net {

std::optional<std::string_view> http_response::header(std::string_view name) const noexcept {
    std::string_view const text = text_;
    for (auto const& p : places_)
        if (equals_ignoring_case(text.substr(p.begin, p.name_size), name))
            return text.substr(p.begin + p.name_size, p.value_size);
    return std::nullopt;
}

void http_response::add_header(std::string_view name, std::string_view value) {
    if (places_.empty()) {
        places_.reserve(16);
        text_.reserve(512);
    }
    places_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()),
                       static_cast<std::uint32_t>(value.size())});
    text_.append(name).append(value);
}

}  // namespace ddbsnap::net
