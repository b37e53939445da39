#include "aws/torchserve_json.hpp"

#include <ddbsnap/torchserve.hpp>

#include <fmt/format.h>

namespace ddbsnap {

result<torchserve_snapshot_info> read_torchserve_info(std::string_view properties_text) {
    auto const entries = parse_properties(properties_text);
    if (!entries) return entries.error();
    auto const* json = entries->find("model_snapshot");
    if (!json)
        return failure(errc::malformed_file, "not a TorchServe snapshot: it has no key model_snapshot");
    auto info = read_torchserve_json(*json);
    if (!info) info.error().add_context("model_snapshot");
    return info;
}

std::string torchserve_item_name(torchserve_snapshot_info const& info) {
    return fmt::format("{}_{}_{}", info.name, info.created.time_since_epoch().count(), info.model_count);
}

}  // namespace ddbsnap
