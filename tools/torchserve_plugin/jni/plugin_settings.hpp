#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/world.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ddbsnap::torchserve_plugin {

/// What the Java part has found out for open().
struct plugin_settings {
    std::string store;
    std::string series;
    std::string spool_dir;
    std::size_t keep = 0;       ///< 0: all
    std::string time_zone;      ///< empty: that of the JVM
    std::string zone_of_jvm;    ///< in the form of store_options::time_zone
    std::string offset_of_jvm;  ///< the same, as it is now: for where the zone is not known here
    log_level least = log_level::info;
    std::map<std::string, std::string> environment;  ///< goes before the process's own
};

/// @errors errc::invalid_argument for what a Java part of another version may say
result<plugin_settings> read_plugin_settings(std::vector<std::pair<std::string, std::string>> given);

/// The real world, with the environment of the settings before the process's own.
world world_for(plugin_settings const&);

}  // namespace ddbsnap::torchserve_plugin
