#include "aws/process_document.hpp"

#include "aws/json_reader.hpp"
#include "core/ascii.hpp"
#include "core/time_text.hpp"

#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

struct document {
    issued_keys keys;
    std::optional<double> version;
    bool version_is_no_number = false;
    std::optional<std::string> expiration;
};

document read(json_reader& in) {
    document d;
    for (in.enter_object(); in.next_key();) {
        auto const is = [&](std::string_view name) { return equals_ignoring_case(in.key(), name); };
        if (is("Version")) {
            d.version = in.real();
            d.version_is_no_number = !in.ok();
        } else if (is("Expiration")) {
            if (!in.take_null()) d.expiration = in.string();
        } else if (is("AccountId")) {
            d.keys.account_id = string_or_null(in);
        } else if (!read_key_member(in, d.keys)) {
            in.skip();
        }
    }
    return d;
}

failure unusable(std::string reason) { return failure(errc::malformed_response, std::move(reason)); }

}  // namespace

result<issued_keys> parse_process_document(std::string text) {
    json_reader in(text);
    auto d = read(in);
    if (d.version_is_no_number) return unusable("its Version is not a number; it must be 1");
    if (auto done = in.finish(); !done) return std::move(done).error();
    if (!d.version) return unusable("it has no Version; it must be 1");
    if (*d.version != 1) return unusable(fmt::format("its Version is {}; only 1 is known", *d.version));
    if (auto checked = check_keys(d.keys); !checked) return std::move(checked).error();
    if (d.expiration) {
        d.keys.expiration = parse_iso8601(*d.expiration);
        if (!d.keys.expiration) return unusable("its Expiration is not a time as RFC 3339 has it");
    }
    return std::move(d.keys);
}

}  // namespace ddbsnap::aws
