#include "model_server/service.hpp"

#include "model_server/json.hpp"
#include "model_server/management.hpp"
#include "model_server/parameters.hpp"

#include <fmt/format.h>

namespace model_server {
namespace {

namespace asio = boost::asio;
using ddbsnap::errc;

// FNV-1a: quick, and depends on each byte.
std::uint64_t hash_of(std::string_view bytes) {
    std::uint64_t hash = 14695981039346656037u;
    for (char const c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    return hash;
}

reply named(std::string_view call, reply r) {
    r.call = call;
    return r;
}

// The change is made all the same; who asks for it to be safe has to hear that it is not.
reply not_saved(ddbsnap::failure const& why) {
    auto const message = "The change is made, but not safe: " + why.to_string();
    if (why.code() == errc::timeout) return error_reply(504, "GatewayTimeoutException", message);
    if (why.code() == errc::invalid_argument) return bad_request(message);
    return error_reply(503, "ServiceUnavailableException", message);
}

}  // namespace

asio::awaitable<reply> service::answer(std::string_view method, std::string_view path,
                                       std::string_view body) {
    auto const begun = std::chrono::steady_clock::now();
    auto const t = parse_target(path);
    reply r;
    if (!t)
        r = bad_request("The path is not percent-encoded UTF-8 text that begins with a slash.");
    else if (!t->path.empty() && t->path[0] == "models")
        r = co_await manage(method, *t);
    else
        r = find_and_do(method, *t, body);
    metrics_.count_request(r.call, r.status, std::chrono::steady_clock::now() - begun);
    co_return r;
}

asio::awaitable<reply> service::manage(std::string_view method, target const& t) {
    auto wait_for = options_.wait_for;
    if (auto const asked = parameters(t).text("durable")) {
        auto const known = parse_durability(*asked);
        if (!known) co_return bad_request("Parameter durable has to be accepted, spooled or stored.");
        wait_for = *known;
    }
    if (wait_for == durability::spooled && options_.writer.spool_dir.empty())
        co_return bad_request("This server has no spool directory: durable=spooled needs --spool-dir.");
    auto r = manage_models(state_.models, method, t);
    if (!r.has_changed) co_return r;
    ++metrics_.changes;
    auto const saved = co_await keeper_.changed(wait_for);
    if (!saved) co_return named(r.call, not_saved(saved.error()));
    co_return r;
}

reply service::find_and_do(std::string_view method, target const& t, std::string_view body) {
    auto const& path = t.path;
    bool const is_single = path.size() == 1;
    if (is_single && path[0] == "ping")
        return named("ping", method == "GET" ? status_reply(200, "Healthy") : not_allowed("GET"));
    if (is_single && path[0] == "metrics")
        return named("metrics", method == "GET" ? metrics() : not_allowed("GET"));
    if ((path.size() == 2 || path.size() == 3) && path[0] == "predictions")
        return named("predict", method == "POST" ? predict(t, body) : not_allowed("POST"));
    return no_such_resource();
}

reply service::predict(target const& t, std::string_view body) const {
    auto const& name = t.path[1];
    auto const* m = state_.models.find(name);
    if (!m) return refused(refusal::no_such_model, name, "");
    auto const version = t.path.size() > 2 ? t.path[2] : m->default_version;
    if (!m->versions.count(version)) return refused(refusal::no_such_version, name, version);
    json_text out;
    out.begin_object().member("modelName", name).member("modelVersion", version);
    out.member("bytes", static_cast<std::int64_t>(body.size()));
    out.member("hash", fmt::format("{:016x}", hash_of(body))).end_object();
    reply r;
    r.body = out.take() + "\n";
    return r;
}

reply service::metrics() const {
    reply r;
    r.content_type = "text/plain; version=0.0.4; charset=utf-8";
    r.body = metrics_.prometheus_text() + keeper_.prometheus_text();
    return r;
}

}  // namespace model_server
