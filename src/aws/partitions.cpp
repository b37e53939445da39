#include "aws/partitions.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <array>

namespace ddbsnap::aws {
namespace {

constexpr partition aws_partition{"aws", "amazonaws.com", "api.aws"};
constexpr partition china{"aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"};
constexpr partition europe{"aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu"};
constexpr partition iso{"aws-iso", "c2s.ic.gov", "api.aws.ic.gov"};
constexpr partition iso_b{"aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"};
constexpr partition iso_e{"aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"};
constexpr partition iso_f{"aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"};
constexpr partition us_gov{"aws-us-gov", "amazonaws.com", "api.aws"};

struct owned {
    std::string_view text;
    partition const* owner;
};

// The regions whose names do not tell their partition.
constexpr std::array listed_regions{
    owned{"aws-cn-global", &china},    owned{"aws-iso-global", &iso},     owned{"aws-iso-b-global", &iso_b},
    owned{"aws-iso-e-global", &iso_e}, owned{"aws-iso-f-global", &iso_f}, owned{"aws-us-gov-global", &us_gov},
};

// A region is one of these, a word and a number: us-gov-west-1. What starts with nothing listed is of "aws",
// as is what starts with one of its own (us, eu, ap, ...).
constexpr std::array region_starts{
    owned{"cn-", &china},      owned{"eusc-de-", &europe}, owned{"us-iso-", &iso},
    owned{"us-isob-", &iso_b}, owned{"eu-isoe-", &iso_e},  owned{"us-isof-", &iso_f},
    owned{"us-gov-", &us_gov},
};

bool is_word_and_number(std::string_view text) noexcept {
    auto const dash = std::min(text.find('-'), text.size());
    auto const word = text.substr(0, dash);
    auto const number = text.substr(std::min(dash + 1, text.size()));
    return !word.empty() && !number.empty() && std::all_of(number.begin(), number.end(), is_digit) &&
           std::all_of(word.begin(), word.end(), [](char c) { return is_alphanumeric(c) || c == '_'; });
}

}  // namespace

partition const& partition_of(std::string_view region) noexcept {
    for (auto const& [name, owner] : listed_regions)
        if (region == name) return *owner;
    for (auto const& [start, owner] : region_starts)
        if (region.starts_with(start) && is_word_and_number(region.substr(start.size()))) return *owner;
    return aws_partition;
}

}  // namespace ddbsnap::aws
