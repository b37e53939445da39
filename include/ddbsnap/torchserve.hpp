#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/world.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ddbsnap {

/// Keys and values in the order in which they first came, as java.util.Properties reads them.
///
/// Texts are UTF-8. A Java string can hold half a surrogate pair; here it stands as the three bytes that
/// UTF-8 would give it (WTF-8), so that nothing is lost. Such a text is not valid UTF-8.
class properties {
   public:
    using entry = std::pair<std::string, std::string>;

    /// The value of a key; null when there is none. Valid until the next set().
    std::string const* find(std::string_view key) const;
    /// Adds a key, or gives it another value in its old place.
    void set(std::string key, std::string value);

    std::size_t size() const noexcept { return entries_.size(); }
    bool empty() const noexcept { return entries_.empty(); }
    std::vector<entry>::const_iterator begin() const noexcept { return entries_.begin(); }
    std::vector<entry>::const_iterator end() const noexcept { return entries_.end(); }

    friend bool operator==(properties const& a, properties const& b) { return a.entries_ == b.entries_; }

   private:
    std::vector<entry> entries_;
    std::unordered_map<std::string, std::size_t> places_;
};

/// Reads what java.util.Properties.load reads, with the same result. Of a key that comes again the later
/// value stands. Bytes that are not UTF-8 are kept as they are.
///
/// @errors errc::malformed_file for a `\u` without four hexadecimal digits, with the number of the line on
///         which its entry begins
/// @see java.util.Properties.load(Reader), Java 17
result<properties> parse_properties(std::string_view text);

/// To what Properties.store writes: a Writer keeps what is not ASCII, an OutputStream gets `\uXXXX` for it.
enum class properties_form { writer, stream };

/// What java.util.Properties.store writes for the same comment, time (on a machine in UTC) and order of keys.
///
/// Two things differ from Java: a lone surrogate is written as `\uXXXX` also in the writer's form, as Java's
/// own encoder would turn it into a question mark; and in the stream's form bytes that are not UTF-8 become
/// `\uFFFD`, what Java would have read them as. In the stream's form the comment is ISO 8859-1, as in Java.
///
/// @param comment  written as it is except for line ends, after which a `#` is added, and characters above
///                 U+00FF, which become `\uXXXX` in both forms
/// @see java.util.Properties.store, Java 17
std::string format_properties(properties const&, std::string_view comment, system_time written,
                              properties_form = properties_form::writer);

/// What TorchServe says of a snapshot in the key `model_snapshot`.
struct torchserve_snapshot_info {
    std::string name;  ///< `yyyyMMddHHmmssSSS-snapshot.cfg`
    std::int32_t model_count = 0;
    system_time created{};
    std::string models_json;  ///< the object `models` as it stands in the text; empty when there is none
};

/// Reads that from the text of a snapshot. The text itself is what gets stored, so what is not read here
/// survives.
///
/// @errors errc::malformed_file when it is not a properties text, has no `model_snapshot`, or when that is
///         not JSON with `name`, `modelCount` and `created`
result<torchserve_snapshot_info> read_torchserve_info(std::string_view properties_text);

/// The table's key of a snapshot: `<name>_<created in ms>_<modelCount>`, as TorchServe's plugin writes it.
std::string torchserve_item_name(torchserve_snapshot_info const&);

}  // namespace ddbsnap
