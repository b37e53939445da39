#include "aws/torchserve_json.hpp"

#include <fmt/format.h>
#include <limits>
#include <optional>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace ddbsnap {
namespace {

using rapidjson::SizeType;

// Takes three members of the outermost object and remembers where the fourth stands. Refusing a value ends
// the parsing, which RapidJSON calls termination.
class snapshot_handler {
   public:
    snapshot_handler(rapidjson::MemoryStream const& in, std::string_view json) : in_(in), json_(json) {}

    bool Null() { return scalar(); }
    bool Bool(bool) { return scalar(); }
    bool Int(int v) { return integer(v); }
    bool Uint(unsigned v) { return integer(v); }
    bool Int64(std::int64_t v) { return integer(v); }
    bool Uint64(std::uint64_t v) {
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        return v > most ? scalar() : integer(static_cast<std::int64_t>(v));
    }
    bool Double(double) { return scalar(); }
    bool RawNumber(char const*, SizeType, bool) { return scalar(); }

    bool String(char const* text, SizeType length, bool) {
        if (depth_ != 1 || member_ != "name") return scalar();
        name_ = std::string(text, length);
        return true;
    }

    bool StartObject() {
        bool const wanted = depth_ == 0 || (depth_ == 1 && member_ == "models");
        return (wanted || scalar()) && open();
    }
    bool EndObject(SizeType) { return close(); }
    bool StartArray() { return scalar() && open(); }
    bool EndArray(SizeType) { return close(); }

    bool Key(char const* text, SizeType length, bool) {
        if (depth_ == 1) member_.assign(text, length);
        return true;
    }

    std::string complaint() const {
        if (depth_ == 0) return "it is not a JSON object";
        return fmt::format("its \"{}\" is of another type", member_);
    }

    result<torchserve_snapshot_info> finish() const {
        for (auto const& [missing, what] : {std::pair{!name_, "name"}, std::pair{!model_count_, "modelCount"},
                                            std::pair{!created_, "created"}})
            if (missing) return failure(errc::malformed_file, fmt::format("it has no \"{}\"", what));
        torchserve_snapshot_info info;
        info.name = *name_;
        info.model_count = *model_count_;
        info.created = system_time(std::chrono::milliseconds(*created_));
        info.models_json = models_;
        return info;
    }

   private:
    bool open() {
        // The iterative parser tells of a brace before it steps over it.
        if (++depth_ == 2) models_begin_ = in_.Tell();
        return true;
    }

    bool close() {
        if (--depth_ == 1 && member_ == "models")
            models_ = json_.substr(models_begin_, in_.Tell() + 1 - models_begin_);
        return true;
    }

    // A value that is none of ours: right unless it stands where one of ours belongs.
    bool scalar() const {
        if (depth_ == 0) return false;
        return depth_ > 1 ||
               (member_ != "name" && member_ != "modelCount" && member_ != "created" && member_ != "models");
    }

    bool integer(std::int64_t v) {
        if (depth_ != 1) return scalar();
        if (member_ == "created") {
            created_ = v;
            return true;
        }
        if (member_ != "modelCount") return scalar();
        if (v < 0 || v > std::numeric_limits<std::int32_t>::max()) return false;
        model_count_ = static_cast<std::int32_t>(v);
        return true;
    }

    rapidjson::MemoryStream const& in_;
    std::string_view json_;
    int depth_ = 0;
    std::string member_;
    std::size_t models_begin_ = 0;
    std::optional<std::string> name_;
    std::optional<std::int32_t> model_count_;
    std::optional<std::int64_t> created_;
    std::string_view models_;
};

}  // namespace

result<torchserve_snapshot_info> read_torchserve_json(std::string_view json) {
    rapidjson::MemoryStream in(json.data(), json.size());
    snapshot_handler handler(in, json);
    rapidjson::Reader reader;
    // Iterative: depth of nesting costs memory, not stack.
    constexpr auto flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    auto const parsed = reader.Parse<flags>(in, handler);
    if (!parsed) {
        auto const why = parsed.Code() == rapidjson::kParseErrorTermination
                             ? handler.complaint()
                             : fmt::format("not JSON at byte {}: {}", parsed.Offset(),
                                           rapidjson::GetParseError_En(parsed.Code()));
        return failure(errc::malformed_file, why);
    }
    return handler.finish();
}

}  // namespace ddbsnap
