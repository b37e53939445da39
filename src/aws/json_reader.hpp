#pragma once

#include <ddbsnap/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// Reads a JSON document piece by piece, in the order of its text; what nobody asks for is passed over and
/// never built. Strings are unescaped in place, so the document is consumed.
///
/// The first error stops everything: later calls give nothing, and finish() tells what it was.
///
///     json_reader in(body);
///     for (in.enter_object(); in.next_key();) {
///         if (in.key() == "Count") n = in.integer(); else in.skip();
///     }
///     if (auto done = in.finish(); !done) return std::move(done).error();
class json_reader {
   public:
    /// `text` must outlive the reader and the views it gives.
    explicit json_reader(std::string& text);

    void enter_object();
    /// Moves to the next member of the object that was entered; false at its end.
    bool next_key();
    std::string_view key() const noexcept { return key_; }

    void enter_array();
    /// Moves to the next element of the array that was entered; false at its end.
    bool next_element();

    std::string_view string();
    double real();
    long long integer();
    bool boolean();
    void skip();
    /// The value that comes, as it stands in the text.
    std::string_view raw();

    /// If the value that comes is `null`, takes it.
    bool take_null();

    /// Whether the next value is an object: for documents of another shape than expected.
    bool at_object();

    bool ok() const noexcept { return reason_ == nullptr; }
    void fail(char const* reason) noexcept;

    /// The document ended where it should, or why it did not.
    result<void> finish();

   private:
    static constexpr std::size_t max_depth = 128;  // DynamoDB nests values 32 deep, two brackets each

    void skip_space() noexcept;
    char peek() noexcept;
    void enter(char bracket);
    bool next(char end);
    std::string_view number_text();

    char* at_;
    char* end_;
    std::string_view key_;
    std::size_t depth_ = 0;
    bool first_ = false;  // nothing of the innermost object or array was read yet
    char const* reason_ = nullptr;
    char* begin_;
};

}  // namespace ddbsnap::aws
