#include "core/time_zone.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

using namespace std::chrono;

failure malformed(std::string_view why) {
    return failure(errc::malformed_file, fmt::format("not a compiled time zone: {}", why));
}

// Big-endian integers; the caller has made sure of the size.
std::int64_t integer_at(std::string_view bytes, std::size_t position, std::size_t width) {
    std::uint64_t value = 0;
    for (auto c : bytes.substr(position, width)) value = (value << 8) | static_cast<unsigned char>(c);
    if (width == 4) return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
    return static_cast<std::int64_t>(value);
}

// RFC 8536 section 3.1.
struct header {
    static constexpr std::size_t size = 44;
    char version = 0;
    std::size_t ut_flags = 0, standard_flags = 0, leap_seconds = 0, changes = 0, types = 0, name_bytes = 0;

    std::size_t body_size(std::size_t time_width) const {
        return changes * (time_width + 1) + types * 6 + name_bytes + leap_seconds * (time_width + 4) +
               standard_flags + ut_flags;
    }
};

result<header> read_header(std::string_view bytes) {
    if (bytes.size() < header::size) return malformed("its header is cut off");
    if (!bytes.starts_with("TZif")) return malformed("it does not begin with TZif");
    header h;
    h.version = bytes[4];
    std::size_t* const counts[] = {&h.ut_flags, &h.standard_flags, &h.leap_seconds,
                                   &h.changes,  &h.types,          &h.name_bytes};
    for (std::size_t i = 0; i != 6; ++i) {
        auto const count = integer_at(bytes, 20 + 4 * i, 4);
        // Real zones have some hundreds; and no sum of sizes can overflow.
        if (count < 0 || count > 1'000'000) return malformed("a count in its header is absurd");
        *counts[i] = static_cast<std::size_t>(count);
    }
    return h;
}

// Some compilers of zones put a change at the beginning of the universe, where milliseconds would overflow.
constexpr sys_seconds ages_ago{sys_days{year{-9999} / January / 1}};
constexpr sys_seconds ages_ahead{sys_days{year{20000} / January / 1}};

struct body {
    seconds first{0};
    std::vector<zone_change> changes;
};

result<body> read_body(std::string_view bytes, header const& h) {
    if (h.types == 0) return malformed("it has no local time types");
    auto const indexes = h.changes * 8;
    auto const types = indexes + h.changes;
    std::vector<seconds> offsets;
    for (std::size_t i = 0; i != h.types; ++i) {
        offsets.emplace_back(integer_at(bytes, types + i * 6, 4));
        if (abs(offsets.back()) > hours{26}) return malformed("an offset is more than 26 hours");
    }
    body b;
    b.first = offsets[0];
    for (std::size_t i = 0; i != h.changes; ++i) {
        sys_seconds const at{seconds{integer_at(bytes, i * 8, 8)}};
        auto const type = static_cast<unsigned char>(bytes[indexes + i]);
        if (type >= offsets.size()) return malformed("a change names a type that is not there");
        if (at < ages_ago) {
            b.first = offsets[type];
            continue;
        }
        if (at > ages_ahead) return malformed("a change is too far ahead");
        if (!b.changes.empty() && at <= b.changes.back().at) return malformed("its changes are out of order");
        b.changes.push_back({at, offsets[type]});
    }
    return b;
}

}  // namespace

result<time_zone> time_zone_from_tzif(std::string_view bytes) {
    auto first = read_header(bytes);
    if (!first) return std::move(first).error();
    if (first->version < '2')
        return failure(errc::not_supported, "compiled time zone of version 1",
                       "install a current time zone database");
    // The 32-bit block is there for old readers only; the real one follows with a header of its own.
    auto const skipped = header::size + first->body_size(4);
    if (bytes.size() < skipped) return malformed("it is cut off");
    bytes.remove_prefix(skipped);
    auto second = read_header(bytes);
    if (!second) return std::move(second).error();
    if (second->leap_seconds != 0)
        return failure(errc::not_supported, "compiled time zone that counts leap seconds",
                       "name the zone without \"right/\"");
    bytes.remove_prefix(header::size);
    if (bytes.size() < second->body_size(8)) return malformed("it is cut off");
    auto content = read_body(bytes, *second);
    if (!content) return std::move(content).error();
    bytes.remove_prefix(second->body_size(8));

    if (bytes.size() < 2 || bytes.front() != '\n' || bytes.back() != '\n')
        return malformed("its last line is missing");
    time_zone zone(content->first);
    zone.changes_ = std::move(content->changes);
    if (auto const rule = bytes.substr(1, bytes.size() - 2); !rule.empty()) {
        zone.after_last_ = posix_zone_rule::parse(rule);
        if (!zone.after_last_) return malformed(fmt::format("its rule \"{}\" is not one", rule));
    }
    return zone;
}

}  // namespace ddbsnap
