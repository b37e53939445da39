#include "snapshot/spool_file.hpp"

#include "core/hash.hpp"

#include <charconv>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

constexpr std::string_view first_line = "ddbsnap spool 1\n";

sha256_text hash_of(std::string_view lines, std::string_view body) {
    sha256_stream hash;
    hash.update(lines);
    hash.update(body);
    return to_text(hash.finish());
}

failure corrupt(std::string_view what) {
    return failure(errc::corrupt_snapshot, fmt::format("not a whole file of a spool directory: {}", what));
}

// Takes lines `key value` off the front, in the order in which they are written.
class line_reader {
   public:
    explicit line_reader(std::string_view bytes) : bytes_(bytes) {}

    std::optional<std::string_view> value(std::string_view key) {
        auto const rest = bytes_.substr(at_);
        auto const end = rest.find('\n');
        if (end == rest.npos || !rest.starts_with(key) || rest.size() <= key.size() ||
            rest[key.size()] != ' ')
            return std::nullopt;
        at_ += end + 1;
        return rest.substr(key.size() + 1, end - key.size() - 1);
    }
    template <class Number>
    std::optional<Number> number(std::string_view key) {
        auto const text = value(key);
        Number n = 0;
        if (!text) return std::nullopt;
        auto const [end, ec] = std::from_chars(text->data(), text->data() + text->size(), n);
        if (ec != std::errc{} || end != text->data() + text->size()) return std::nullopt;
        return n;
    }
    bool skip(std::string_view text) {
        if (!bytes_.substr(at_).starts_with(text)) return false;
        at_ += text.size();
        return true;
    }
    std::size_t at() const noexcept { return at_; }

   private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

struct header {
    spooled_snapshot about;
    std::size_t hashed = 0;  // bytes that the hash is of, besides the body
    std::string_view hash;
    std::size_t body_at = 0;
};

// Which lines there are is said by the first one; all of them are, in this order, but for `ttl`.
result<header> read_header(std::string_view bytes) {
    line_reader in(bytes);
    header h;
    if (!in.skip(first_line)) return corrupt("another kind of file, or of another version");
    auto const series = in.value("series");
    auto const name = in.value("name");
    auto const created = in.number<std::int64_t>("created");
    auto const kind = in.value("kind");
    if (!series || !name || !created || !kind || (*kind != "text" && *kind != "binary"))
        return corrupt("its lines are damaged");
    if (auto const ttl = in.number<std::int64_t>("ttl")) h.about.ttl = std::chrono::seconds(*ttl);
    auto const size = in.number<std::size_t>("size");
    h.hashed = in.at();
    auto const hash = in.value("sha256");
    if (!size || *size > max_snapshot_size || !hash || hash->size() != sha256_text{}.size() || !in.skip("\n"))
        return corrupt("its lines are damaged");
    if (!check_series_name(*series) || !check_snapshot_name(*name)) return corrupt("its names are damaged");
    h.about.series = *series;
    h.about.name = *name;
    h.about.created = system_time(std::chrono::milliseconds(*created));
    h.about.kind = *kind == "text" ? body_kind::text : body_kind::binary;
    h.about.size = *size;
    h.hash = *hash;
    h.body_at = in.at();
    return h;
}

}  // namespace

std::string spool_header(spooled_snapshot const& about, std::string_view body) {
    auto text = fmt::format("{}series {}\nname {}\ncreated {}\nkind {}\n", first_line, about.series,
                            about.name, about.created.time_since_epoch().count(),
                            about.kind == body_kind::text ? "text" : "binary");
    if (about.ttl) text += fmt::format("ttl {}\n", about.ttl->count());
    text += fmt::format("size {}\n", body.size());
    auto const hash = hash_of(text, body);
    text += fmt::format("sha256 {}\n\n", std::string_view(hash.data(), hash.size()));
    return text;
}

result<spooled_snapshot> parse_spool_header(std::string_view bytes) {
    auto h = read_header(bytes);
    if (!h) return std::move(h).error();
    return std::move(h->about);
}

result<whole_spool_file> parse_spool_file(std::string_view bytes) {
    auto h = read_header(bytes);
    if (!h) return std::move(h).error();
    auto const body = bytes.substr(h->body_at);
    if (body.size() != h->about.size)
        return corrupt(fmt::format("its body has {} bytes instead of {}", body.size(), h->about.size));
    auto const hash = hash_of(bytes.substr(0, h->hashed), body);
    if (std::string_view(hash.data(), hash.size()) != h->hash) return corrupt("its hash is another");
    return whole_spool_file{std::move(h->about), body};
}

std::string spool_file_name(std::string_view series) {
    // No series' name begins with a tilde.
    return fmt::format("{}.snapshot", series.empty() ? "~" : series);
}

}  // namespace ddbsnap
