#pragma once

#include "model_server/registry.hpp"
#include "model_server/reply.hpp"
#include "model_server/target.hpp"

#include <string_view>

namespace model_server {

/// TorchServe's management API on a registry: what is below `/models`. Nothing is waited for or saved here;
/// see reply::has_changed.
///
///     POST   /models?url=noop.mar&model_name=&version=&initial_workers=&batch_size=&...
///     GET    /models?limit=&next_page_token=
///     GET    /models/{name}[/{version} | /all]
///     PUT    /models/{name}[/{version}]?min_worker=&max_worker=
///     PUT    /models/{name}/{version}/set-default
///     DELETE /models/{name}[/{version}]
///
/// @param method  "GET"; what is none of these is answered with 405
reply manage_models(registry&, std::string_view method, target const&);

// Each by itself.
reply register_model(registry&, target const&);
reply scale_model(registry&, target const&);
reply set_default_version(registry&, target const&);
reply unregister_model(registry&, target const&);
reply list_models(registry const&, target const&);
reply describe_model(registry const&, target const&);

/// What TorchServe says where a model or a version of it is not there, and so on.
/// @param version  empty: the default one
reply refused(refusal, std::string_view name, std::string_view version);

}  // namespace model_server
