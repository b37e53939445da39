#include "model_server/reply.hpp"

#include "model_server/json.hpp"

namespace model_server {

reply status_reply(int status, std::string_view text) {
    reply r;
    r.status = status;
    r.body = json_text().begin_object().member("status", text).end_object().take() + "\n";
    return r;
}

reply error_reply(int status, std::string_view type, std::string_view message) {
    reply r;
    r.status = status;
    json_text out;
    out.begin_object().member("code", std::int64_t{status}).member("type", type);
    r.body = out.member("message", message).end_object().take() + "\n";
    return r;
}

reply bad_request(std::string_view message) { return error_reply(400, "BadRequestException", message); }

reply no_such_resource() {
    return error_reply(404, "ResourceNotFoundException",
                       "Requested resource is not found, please refer to API document.");
}

reply not_allowed(std::string_view methods) {
    auto r = error_reply(405, "MethodNotAllowedException",
                         "Requested method is not allowed, please refer to API document.");
    r.allow = methods;
    return r;
}

}  // namespace model_server
