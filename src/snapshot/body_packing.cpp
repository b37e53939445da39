#include "snapshot/body_packing.hpp"

#include "core/hash.hpp"
#include "core/zstd.hpp"

#include <fmt/format.h>

namespace ddbsnap {

packed_body pack_body(std::string_view body, body_kind kind) {
    packed_body packed;
    packed.form.size = body.size();
    packed.form.hash = sha256(body).view();
    packed.form.kind = kind;
    packed.compressed = zstd_compressed(body);
    if (packed.compressed.size() >= body.size()) packed.compressed = {};
    if (!packed.compressed.empty()) packed.form.encoding = zstd_encoding;
    return packed;
}

result<std::string> join_parts(std::vector<part_content> parts) {
    std::size_t size = 0;
    for (auto const& part : parts) size += part.bytes.size();
    std::string joined;
    joined.reserve(size);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto& part = parts[i];
        if (sha256(part.bytes).view() != part.hash)
            return failure(
                errc::corrupt_snapshot,
                fmt::format("its part {} of {} is damaged: the SHA-256 is another one", i + 1, parts.size()));
        joined += part.bytes;
        part.bytes = {};
    }
    return joined;
}

result<std::string> unpack_body(body_form const& form, std::string stored) {
    auto body =
        form.encoding.empty() ? result<std::string>(std::move(stored)) : zstd_decompressed(stored, form.size);
    if (!body) return body;
    if (body->size() != form.size)
        return failure(errc::corrupt_snapshot,
                       fmt::format("it has a body of {} bytes where {} were saved", body->size(), form.size));
    if (sha256(*body).view() != form.hash)
        return failure(errc::corrupt_snapshot, "the SHA-256 of its body is not that of what was saved");
    return body;
}

}  // namespace ddbsnap
