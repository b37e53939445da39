#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// Writes JSON straight into a request buffer; commas are its business, balance is the caller's.
class json_writer {
   public:
    explicit json_writer(std::string& out) : out_(out) {}

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }

    void key(std::string_view name);
    void string(std::string_view text);
    void base64(std::string_view bytes);
    void integer(std::int64_t value);
    void boolean(bool value);
    void raw(std::string_view json);

    // A member of the object that is open, in one call.
    void member(std::string_view name, std::string_view text) { key(name), string(text); }
    void member(std::string_view name, char const* text) { key(name), string(text); }
    void member(std::string_view name, std::int64_t value) { key(name), integer(value); }
    void member(std::string_view name, bool value) { key(name), boolean(value); }
    void member_unless_empty(std::string_view name, std::string_view text) {
        if (!text.empty()) member(name, text);
    }

   private:
    void open(char c) { separate(), out_ += c, first_ = true; }
    void close(char c) { out_ += c, first_ = false; }
    void separate() {
        if (!first_) out_ += ',';
        first_ = false;
    }
    void append_escaped(std::string_view text);

    std::string& out_;
    bool first_ = true;
};

}  // namespace ddbsnap::aws
