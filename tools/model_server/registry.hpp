#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace model_server {

/// What TorchServe keeps of one version of a model.
struct model_version {
    std::string mar_name;
    int min_workers = 0;
    int max_workers = 0;
    int batch_size = 1;
    int max_batch_delay = 100;   // ms
    int response_timeout = 120;  // s
    int startup_timeout = 120;   // s
    std::string runtime_type = "python";
    /// What else a restored snapshot had, as JSON: it goes back where it came from.
    std::vector<std::pair<std::string, std::string>> others;

    friend bool operator==(model_version const&, model_version const&) = default;
};

struct model {
    std::string default_version;
    std::map<std::string, model_version> versions;

    friend bool operator==(model const&, model const&) = default;
};

/// Why a change was not made.
enum class refusal { none, already_registered, no_such_model, no_such_version, is_default_version };

/// The state that is worth keeping: models, their versions, and how many workers each has.
class registry {
   public:
    using models = std::map<std::string, model>;

    /// The first version of a model is its default one.
    refusal add(std::string const& name, std::string const& version, model_version state);
    /// @param version  of each of these calls: empty for the default one
    refusal scale(std::string const& name, std::string const& version, int min_workers, int max_workers);
    refusal set_default(std::string const& name, std::string const& version);
    /// The default version can only go last.
    refusal remove(std::string const& name, std::string const& version);

    models const& all() const noexcept { return models_; }
    model const* find(std::string const& name) const;

    friend bool operator==(registry const&, registry const&) = default;

   private:
    models models_;
};

}  // namespace model_server
