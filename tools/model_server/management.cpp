// Which call it is, and the answers to what cannot be done.

#include "model_server/management.hpp"

namespace model_server {
namespace {

reply named(std::string_view call, reply r) {
    r.call = call;
    return r;
}

}  // namespace

reply manage_models(registry& models, std::string_view method, target const& t) {
    auto const depth = t.path.size();
    bool const sets_default = depth == 4 && t.path[3] == "set-default";
    if (depth == 1) {
        if (method == "POST") return named("register", register_model(models, t));
        if (method == "GET") return named("list", list_models(models, t));
        return not_allowed("GET, POST");
    }
    if (sets_default) {
        if (method == "PUT") return named("set_default", set_default_version(models, t));
        return not_allowed("PUT");
    }
    if (depth > 3) return no_such_resource();
    if (method == "GET") return named("describe", describe_model(models, t));
    if (method == "PUT") return named("scale", scale_model(models, t));
    if (method == "DELETE") return named("unregister", unregister_model(models, t));
    return not_allowed("DELETE, GET, PUT");
}

reply refused(refusal why, std::string_view name, std::string_view version) {
    auto const model = std::string(name);
    switch (why) {
        case refusal::already_registered:
            return error_reply(
                409, "ConflictStatusException",
                "Model version " + std::string(version) + " is already registered for model " + model);
        case refusal::no_such_version:
            return error_reply(
                404, "ModelVersionNotFoundException",
                "Model version: " + std::string(version) + " does not exist for model: " + model);
        case refusal::is_default_version:
            return error_reply(403, "InvalidModelVersionException",
                               "Cannot remove default version for model " + in_quotes(model));
        case refusal::no_such_model:
        case refusal::none:
            break;
    }
    return error_reply(404, "ModelNotFoundException", "Model not found: " + model);
}

}  // namespace model_server
