#include "model_server/registry.hpp"

namespace model_server {

refusal registry::add(std::string const& name, std::string const& version, model_version state) {
    auto const known = models_.find(name);
    if (known != models_.end() && known->second.versions.count(version)) return refusal::already_registered;
    auto& m = models_[name];
    if (m.versions.empty()) m.default_version = version;
    m.versions.emplace(version, std::move(state));
    return refusal::none;
}

refusal registry::scale(std::string const& name, std::string const& version, int min_workers,
                        int max_workers) {
    auto const m = models_.find(name);
    if (m == models_.end()) return refusal::no_such_model;
    auto const v = m->second.versions.find(version.empty() ? m->second.default_version : version);
    if (v == m->second.versions.end()) return refusal::no_such_version;
    v->second.min_workers = min_workers;
    v->second.max_workers = max_workers;
    return refusal::none;
}

refusal registry::set_default(std::string const& name, std::string const& version) {
    auto const m = models_.find(name);
    if (m == models_.end()) return refusal::no_such_model;
    if (!m->second.versions.count(version)) return refusal::no_such_version;
    m->second.default_version = version;
    return refusal::none;
}

refusal registry::remove(std::string const& name, std::string const& version) {
    auto const m = models_.find(name);
    if (m == models_.end()) return refusal::no_such_model;
    auto& [default_version, versions] = m->second;
    auto const v = versions.find(version.empty() ? default_version : version);
    if (v == versions.end()) return refusal::no_such_version;
    if (v->first == default_version && versions.size() > 1) return refusal::is_default_version;
    versions.erase(v);
    if (versions.empty()) models_.erase(m);
    return refusal::none;
}

model const* registry::find(std::string const& name) const {
    auto const found = models_.find(name);
    return found == models_.end() ? nullptr : &found->second;
}

}  // namespace model_server
