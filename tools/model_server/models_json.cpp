#include "model_server/models_json.hpp"

#include "model_server/json.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/writer.h>

namespace model_server {
namespace {

using ddbsnap::errc;
using ddbsnap::failure;
using ddbsnap::result;

// The members of a version's state, each once for writing and reading; a visitor takes name and place.
template <class Version, class Visitor>
void each_member(Version& v, Visitor&& visit) {
    visit("marName", v.mar_name);
    visit("minWorkers", v.min_workers);
    visit("maxWorkers", v.max_workers);
    visit("batchSize", v.batch_size);
    visit("maxBatchDelay", v.max_batch_delay);
    visit("responseTimeout", v.response_timeout);
    visit("startupTimeout", v.startup_timeout);
    visit("runtimeType", v.runtime_type);
}

void write_version(json_text& out, model_version const& v, bool is_default) {
    out.begin_object().flag("defaultVersion", is_default);
    each_member(v, [&](char const* name, auto const& value) { out.member(name, value); });
    for (auto const& [name, json] : v.others) out.raw(name, json);
    out.end_object();
}

std::string_view text_of(rapidjson::Value const& v) { return {v.GetString(), v.GetStringLength()}; }

std::string json_of(rapidjson::Value const& v) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    v.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

bool read_value(rapidjson::Value const& from, std::string& to) {
    if (from.IsString()) to = text_of(from);
    return from.IsString();
}

bool read_value(rapidjson::Value const& from, int& to) {
    if (from.IsInt()) to = from.GetInt();
    return from.IsInt();
}

// False when a member is not of the kind that it has to be; `what` then names it.
bool read_version(rapidjson::Value const& from, model_version& v, bool& is_default, std::string_view& what) {
    for (auto const& member : from.GetObject()) {
        auto const name = text_of(member.name);
        bool is_known = name == "defaultVersion", is_right = !is_known || member.value.IsBool();
        if (is_known && is_right) is_default = member.value.GetBool();
        each_member(v, [&](char const* known, auto& value) {
            if (name != known) return;
            is_known = true;
            is_right = read_value(member.value, value);
        });
        if (!is_right) return what = name, false;
        if (!is_known) v.others.emplace_back(name, json_of(member.value));
    }
    return true;
}

failure malformed(std::string const& what) { return failure(errc::malformed_file, what); }

result<void> read_model(rapidjson::Value::Member const& from, registry& into) {
    auto const name = std::string(text_of(from.name));
    if (!from.value.IsObject()) return malformed("model \"" + name + "\" is not an object");
    std::string default_version;
    for (auto const& member : from.value.GetObject()) {
        auto const version = std::string(text_of(member.name));
        auto const where = "model \"" + name + "\" version \"" + version + "\"";
        if (!member.value.IsObject()) return malformed(where + " is not an object");
        model_version v;
        bool is_default = false;
        std::string_view wrong;
        if (!read_version(member.value, v, is_default, wrong))
            return malformed(where + ": " + std::string(wrong) + " is not what it has to be");
        if (into.add(name, version, std::move(v)) != refusal::none) return malformed(where + " comes twice");
        if (is_default) default_version = version;
    }
    if (!default_version.empty()) into.set_default(name, default_version);
    return {};
}

// Of what was damaged on its way nobody knows how deep it is nested, and json_of() recurses.
bool is_too_deep(std::string_view json) {
    constexpr int most = 64;
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < json.size() && depth <= most; ++i) {
        char const c = json[i];
        if (in_string && c == '\\') ++i;
        if (c == '"') in_string = !in_string;
        if (in_string) continue;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
    }
    return depth > most;
}

}  // namespace

std::string write_models(registry const& models, std::string const& name, ddbsnap::system_time created) {
    json_text out;
    out.begin_object().member("name", name);
    out.member("modelCount", static_cast<std::int64_t>(models.all().size()));
    out.member("created", created.time_since_epoch().count());
    out.key("models").begin_object();
    for (auto const& [model_name, m] : models.all()) {
        out.key(model_name).begin_object();
        for (auto const& [version, state] : m.versions) {
            out.key(version);
            write_version(out, state, version == m.default_version);
        }
        out.end_object();
    }
    return out.end_object().end_object().take();
}

result<registry> read_models(std::string_view json) {
    constexpr auto flags = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag;
    rapidjson::Document document;
    if (is_too_deep(json)) return malformed("its JSON is nested too deep");
    document.Parse<flags>(json.data(), json.size());
    if (document.HasParseError())
        return malformed(std::string("not JSON at byte ") + std::to_string(document.GetErrorOffset()) + ": " +
                         rapidjson::GetParseError_En(document.GetParseError()));
    if (!document.IsObject()) return malformed("not a JSON object");
    auto const models = document.FindMember("models");
    if (models == document.MemberEnd() || !models->value.IsObject())
        return malformed("it has no object \"models\"");
    registry read;
    for (auto const& member : models->value.GetObject())
        if (auto ok = read_model(member, read); !ok) return std::move(ok).error();
    return read;
}

}  // namespace model_server
