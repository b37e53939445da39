#include "net/pem_text.hpp"

#include "core/encoding.hpp"

#include <utility>

namespace ddbsnap::net {
namespace {

// Takes the first line off the text, and off the line what is blank at its end.
std::string_view take_line(std::string_view& text) {
    auto const end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
        line.remove_suffix(1);
    return line;
}

}  // namespace

std::optional<std::vector<std::string>> plain_certificates(std::string_view text) {
    std::vector<std::string> all;
    std::string base64;
    bool is_inside = false;
    while (!text.empty()) {
        auto const line = take_line(text);
        if (!line.starts_with("-----")) {
            if (is_inside) base64 += line;
        } else if (!is_inside && line == "-----BEGIN CERTIFICATE-----") {
            is_inside = true;
        } else if (is_inside && line == "-----END CERTIFICATE-----") {
            std::string der;
            if (base64.empty() || !append_from_base64(der, base64)) return std::nullopt;
            all.push_back(std::move(der));
            base64.clear();
            is_inside = false;
        } else {
            return std::nullopt;
        }
    }
    if (is_inside || all.empty()) return std::nullopt;
    return all;
}

}  // namespace ddbsnap::net
