#include "snapshot/body_form.hpp"

#include "core/hash.hpp"
#include "snapshot/table_layout.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace layout = table_layout;

failure corrupt(std::string what) { return failure(errc::corrupt_snapshot, std::move(what)); }

}  // namespace

result<std::optional<body_form>> body_form_of(item const& i) {
    if (!i.contains(layout::encoding_attribute) && !i.contains(layout::parts_attribute))
        return std::optional<body_form>{};
    body_form form;
    form.encoding = string_of(i, layout::encoding_attribute);
    if (!form.encoding.empty() && form.encoding != zstd_encoding)
        return corrupt(
            fmt::format("it was written by a newer version: its encoding {} is unknown", form.encoding));
    form.parts = layout::parts_of(i);
    if (form.parts == 0 && i.contains(layout::parts_attribute))
        return corrupt("the number of its parts is not one from 1 to 9999");
    auto const size = layout::integer_of(i, layout::size_attribute).value_or(-1);
    if (size < 0 || static_cast<std::uint64_t>(size) > max_snapshot_size)
        return corrupt("its bodySize is missing, or more than a body may have");
    form.size = static_cast<std::size_t>(size);
    auto const hash = i.find(layout::hash_attribute);
    auto const* bytes = hash == i.end() ? nullptr : hash->second.get_if<binary>();
    if (!bytes || bytes->bytes.size() != sha256_digest{}.bytes.size())
        return corrupt("its bodySha256 is missing or of another length");
    form.hash = bytes->bytes;
    bool const is_text = string_of(i, layout::kind_attribute) == "text";
    form.kind = is_text ? body_kind::text : body_kind::binary;
    return std::optional(std::move(form));
}

void describe_body(item& i, body_form const& form) {
    if (!form.encoding.empty()) i.insert_or_assign(std::string(layout::encoding_attribute), form.encoding);
    if (form.parts != 0)
        i.insert_or_assign(std::string(layout::parts_attribute),
                           number(static_cast<std::int64_t>(form.parts)));
    if (form.kind == body_kind::text) i.insert_or_assign(std::string(layout::kind_attribute), "text");
    i.insert_or_assign(std::string(layout::hash_attribute), binary{form.hash});
}

std::optional<std::string> take_binary(item& from) {
    auto const found = from.find(layout::body_attribute);
    auto* bytes = found == from.end() ? nullptr : found->second.get_if<binary>();
    if (!bytes) return std::nullopt;
    return std::move(bytes->bytes);
}

}  // namespace ddbsnap
