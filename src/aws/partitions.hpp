#pragma once

#include <string_view>

namespace ddbsnap::aws {

/// A group of regions with names of their own.
struct partition {
    std::string_view name;
    std::string_view dns_suffix;
    std::string_view dual_stack_dns_suffix;
};

/// The partition a region belongs to; "aws" for a region that fits none.
partition const& partition_of(std::string_view region) noexcept;

}  // namespace ddbsnap::aws
