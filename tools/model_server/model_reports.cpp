// The calls of the management API that only tell.

#include "model_server/json.hpp"
#include "model_server/management.hpp"
#include "model_server/parameters.hpp"

#include <algorithm>
#include <iterator>

namespace model_server {
namespace {

reply json_reply(json_text const& text) {
    reply r;
    r.body = text.take() + "\n";
    return r;
}

void describe_version(json_text& out, std::string_view name, std::string_view version,
                      model_version const& v) {
    out.begin_object().member("modelName", name).member("modelVersion", version);
    out.member("modelUrl", v.mar_name).member("runtime", v.runtime_type);
    out.member("minWorkers", v.min_workers).member("maxWorkers", v.max_workers);
    out.member("batchSize", v.batch_size).member("maxBatchDelay", v.max_batch_delay);
    out.member("responseTimeout", v.response_timeout).member("startupTimeout", v.startup_timeout);
    out.key("workers").begin_array();
    for (int i = 0; i < v.min_workers && i < 64; ++i)
        out.begin_object().member("id", std::to_string(9000 + i)).member("status", "READY").end_object();
    out.end_array().end_object();
}

}  // namespace

reply list_models(registry const& models, target const& t) {
    parameters given(t);
    auto const limit = std::min(given.number("limit", 100, 1), 100);
    auto const begin = given.number("next_page_token", 0, 0);
    if (auto const& wrong = given.complaint()) return bad_request(*wrong);
    auto const count = static_cast<int>(models.all().size());
    auto const end = limit < count - begin ? begin + limit : count;
    json_text out;
    out.begin_object();
    if (end < count) out.member("nextPageToken", std::to_string(end));
    out.key("models").begin_array();
    auto at = std::next(models.all().begin(), std::min(begin, count));
    for (int i = begin; i < end; ++i, ++at) {
        auto const& [name, m] = *at;
        out.begin_object().member("modelName", name);
        out.member("modelUrl", m.versions.at(m.default_version).mar_name).end_object();
    }
    out.end_array().end_object();
    return json_reply(out);
}

reply describe_model(registry const& models, target const& t) {
    auto const& name = t.path[1];
    auto const* m = models.find(name);
    if (!m) return refused(refusal::no_such_model, name, "");
    auto const wanted = t.path.size() > 2 ? t.path[2] : m->default_version;
    if (wanted != "all" && !m->versions.count(wanted)) return refused(refusal::no_such_version, name, wanted);
    json_text out;
    out.begin_array();
    for (auto const& [version, state] : m->versions)
        if (wanted == "all" || wanted == version) describe_version(out, name, version, state);
    out.end_array();
    return json_reply(out);
}

}  // namespace model_server
