// The calls of the management API that change the registry.

#include "model_server/management.hpp"
#include "model_server/parameters.hpp"

#include <algorithm>

namespace model_server {
namespace {

reply changed(int status, std::string_view text) {
    auto r = status_reply(status, text);
    r.has_changed = true;
    return r;
}

std::string version_in(target const& t) { return t.path.size() > 2 ? t.path[2] : std::string(); }

// "https://host/noop.mar" -> "noop": TorchServe reads it from the archive, of which there is none here.
std::string name_of_archive(std::string_view url) {
    auto const file = url.substr(url.rfind('/') + 1);
    return std::string(file.substr(0, file.find('.')));
}

void check_name(std::string_view what, std::string_view name, parameters& given) {
    if (name.empty() || name.size() > 255 || name.find('/') != name.npos)
        given.complain(std::string(what) + " " + in_quotes(name) +
                       " has to have 1 to 255 bytes, none of them a slash.");
}

}  // namespace

reply register_model(registry& models, target const& t) {
    parameters given(t);
    auto const url = given.required("url");
    auto const name = given.text("model_name").value_or(name_of_archive(url));
    auto const version = given.text("version").value_or("1.0");
    model_version v;
    v.mar_name = url;
    v.min_workers = v.max_workers = given.number("initial_workers", 0, 0);
    v.batch_size = given.number("batch_size", v.batch_size, 1);
    v.max_batch_delay = given.number("max_batch_delay", v.max_batch_delay, 0);
    v.response_timeout = given.number("response_timeout", v.response_timeout, 1);
    v.startup_timeout = given.number("startup_timeout", v.startup_timeout, 1);
    v.runtime_type = given.text("runtime").value_or(v.runtime_type);
    bool const is_synchronous = given.flag("synchronous");
    check_name("Model name", name, given);
    check_name("Version", version, given);
    if (auto const& wrong = given.complaint()) return bad_request(*wrong);

    auto const workers = v.min_workers;
    if (auto const why = models.add(name, version, std::move(v)); why != refusal::none)
        return refused(why, name, version);
    // TorchServe starts workers after its answer, unless asked to wait; these here cost nothing.
    if (workers > 0 && !is_synchronous) return changed(202, "Processing worker updates...");
    auto const advice = workers == 0 ? ". Use scale workers API to add workers for the model." : "";
    return changed(200, "Model " + in_quotes(name) + " Version: " + version + " registered with " +
                            std::to_string(workers) + " initial workers" + advice);
}

reply scale_model(registry& models, target const& t) {
    parameters given(t);
    auto const least = given.number("min_worker", 1, 0);
    auto const most = given.number("max_worker", least, 0);
    bool const is_synchronous = given.flag("synchronous");
    if (most < least) given.complain("max_worker cannot be less than min_worker.");
    if (auto const& wrong = given.complaint()) return bad_request(*wrong);
    auto const& name = t.path[1];
    auto const version = version_in(t);
    if (auto const why = models.scale(name, version, least, most); why != refusal::none)
        return refused(why, name, version);
    if (!is_synchronous) return changed(202, "Processing worker updates...");
    return changed(200, "Workers scaled to " + std::to_string(least) + " for model: " + name);
}

reply set_default_version(registry& models, target const& t) {
    auto const& name = t.path[1];
    auto const& version = t.path[2];
    if (auto const why = models.set_default(name, version); why != refusal::none)
        return refused(why, name, version);
    return changed(200, "Default version successfully updated for model " + in_quotes(name) + " to " +
                            in_quotes(version));
}

reply unregister_model(registry& models, target const& t) {
    auto const& name = t.path[1];
    auto const version = version_in(t);
    if (auto const why = models.remove(name, version); why != refusal::none)
        return refused(why, name, version);
    return changed(200, "Model " + in_quotes(name) + " unregistered");
}

}  // namespace model_server
