#include "raw_request.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <optional>

namespace ddbsnap::cli {
namespace {

failure refuse(std::string message) {
    return failure(errc::invalid_argument, "reading the request: " + std::move(message),
                   "give a request line, headers, an empty line and the body, as HTTP/1.1 sends them");
}

// Hands out lines without their ends, and what is left after them.
class line_reader {
   public:
    explicit line_reader(std::string_view text) : rest_(text) {}

    bool at_end() const noexcept { return rest_.empty(); }
    std::string_view rest() const noexcept { return rest_; }
    int number() const noexcept { return number_; }

    std::string_view next() {
        auto const end = std::min(rest_.find('\n'), rest_.size());
        auto line = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        ++number_;
        if (line.ends_with('\r')) line.remove_suffix(1);
        return line;
    }

    bool continues() const noexcept { return rest_.starts_with(' ') || rest_.starts_with('\t'); }

   private:
    std::string_view rest_;
    int number_ = 0;
};

bool is_named(sigv4::header const& h, std::string_view lower_name) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(h.name.begin(), h.name.end(), lower_name.begin(), lower_name.end(),
                      [&](char a, char b) { return lower(a) == b; });
}

std::string_view trimmed(std::string_view text) {
    auto const first = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

result<void> read_request_line(std::string_view line, raw_request& to) {
    auto const first = line.find(' ');
    auto const last = line.rfind(' ');
    if (first == line.npos || first == last || !line.substr(last + 1).starts_with("HTTP/")) {
        return refuse("line 1 is not METHOD TARGET HTTP/1.1");
    }
    to.method = line.substr(0, first);
    auto const target = line.substr(first + 1, last - first - 1);
    auto const mark = std::min(target.find('?'), target.size());
    to.path = target.substr(0, mark);
    to.query = target.substr(std::min(mark + 1, target.size()));
    return {};
}

result<void> read_headers(line_reader& lines, raw_request& to) {
    while (!lines.at_end()) {
        auto line = lines.next();
        if (line.empty()) return {};
        auto const number = lines.number();
        // A line that starts with white space belongs to the value before it.
        while (lines.continues()) {
            auto const more = lines.next();
            line = std::string_view(line.data(),
                                    static_cast<std::size_t>(more.data() + more.size() - line.data()));
        }
        auto const colon = line.find(':');
        if (colon == line.npos || colon == 0) {
            return refuse(fmt::format("line {} is not NAME: VALUE", number));
        }
        to.headers.push_back({line.substr(0, colon), line.substr(colon + 1)});
    }
    return {};
}

result<void> read_body(std::string_view rest, raw_request& to) {
    to.body = rest;
    for (auto const& h : to.headers) {
        if (is_named(h, "transfer-encoding")) {
            return failure(errc::not_supported, "reading the request: it has a Transfer-Encoding",
                           "give the plain body, with its Content-Length");
        }
        if (!is_named(h, "content-length")) continue;
        auto const text = trimmed(h.value);
        std::size_t size = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
        if (error != std::errc() || end != text.data() + text.size()) {
            return refuse("Content-Length is not a number");
        }
        if (rest.size() < size) {
            return refuse(fmt::format("Content-Length is {}, but the body has {} bytes", size, rest.size()));
        }
        // Editors and shells end a text with a line end that is no part of the body.
        auto const behind = rest.substr(size);
        if (!behind.empty() && behind != "\n" && behind != "\r\n") {
            return refuse(fmt::format("Content-Length is {}, but {} bytes follow", size, rest.size()));
        }
        to.body = rest.substr(0, size);
    }
    return {};
}

}  // namespace

result<raw_request> parse_raw_request(std::string_view text) {
    raw_request out;
    line_reader lines(text);
    if (auto done = read_request_line(lines.next(), out); !done) return std::move(done).error();
    if (auto done = read_headers(lines, out); !done) return std::move(done).error();
    if (auto done = read_body(lines.rest(), out); !done) return std::move(done).error();
    return out;
}

}  // namespace ddbsnap::cli
