#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace model_server {

/// What a request asks for, taken apart: `/models/noop?min_worker=2` is {"models", "noop"} and
/// {{"min_worker", "2"}}. All of it is UTF-8 without control characters, so that it can be told and kept.
struct target {
    std::vector<std::string> path;
    std::vector<std::pair<std::string, std::string>> query;
};

/// Nothing when it does not begin with a slash, or is not percent-encoded text. A slash at the end is as
/// none.
std::optional<target> parse_target(std::string_view);

}  // namespace model_server
