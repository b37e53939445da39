#pragma once

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <string>
#include <string_view>

namespace model_server {

/// Writes JSON as TorchServe's Gson does: two spaces, members in the order in which they are written.
class json_text {
   public:
    json_text() { writer_.SetIndent(' ', 2); }

    json_text& begin_object() { return writer_.StartObject(), *this; }
    json_text& end_object() { return writer_.EndObject(), *this; }
    json_text& begin_array() { return writer_.StartArray(), *this; }
    json_text& end_array() { return writer_.EndArray(), *this; }
    json_text& key(std::string_view name) { return writer_.Key(name.data(), length(name)), *this; }

    json_text& member(std::string_view name, std::string_view value) {
        return key(name), writer_.String(value.data(), length(value)), *this;
    }
    json_text& member(std::string_view name, std::int64_t value) {
        return key(name), writer_.Int64(value), *this;
    }
    json_text& flag(std::string_view name, bool value) { return key(name), writer_.Bool(value), *this; }
    /// A value that is JSON already.
    json_text& raw(std::string_view name, std::string_view json) {
        key(name);
        writer_.RawValue(json.data(), json.size(), rapidjson::kObjectType);
        return *this;
    }

    std::string take() const { return {buffer_.GetString(), buffer_.GetSize()}; }

   private:
    static rapidjson::SizeType length(std::string_view s) {
        return static_cast<rapidjson::SizeType>(s.size());
    }

    rapidjson::StringBuffer buffer_;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace model_server
