#pragma once

#include "aws/endpoint.hpp"

#include <string>
#include <vector>

namespace ddbsnap::cli {

/// One thing that decides which endpoint is used.
struct endpoint_setting {
    std::string name;   ///< in JSON: "useFips"
    std::string label;  ///< for people: "FIPS"
    std::string value;  ///< empty: none
    std::string source;
};

/// Where requests go, then each setting with where it was found: a line each.
std::string format_endpoint_text(aws::resolved_endpoint const&, std::vector<endpoint_setting> const&);

/// `{"url":...,"signingRegion":...,"signingName":...,"settings":[{"name":...,"value":...,"source":...}]}`;
/// the value of what is not set is null.
std::string format_endpoint_json(aws::resolved_endpoint const&, std::vector<endpoint_setting> const&);

}  // namespace ddbsnap::cli
