#pragma once

#include "aws/host_label.hpp"

#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// `arn:aws:sts::ACCOUNT:assumed-role/...`; empty where there is none.
inline std::string account_of_arn(std::string_view arn) {
    for (int field = 1; field < 5; ++field) {
        auto const colon = arn.find(':');
        if (colon == arn.npos) return {};
        arn.remove_prefix(colon + 1);
    }
    auto const account = arn.substr(0, arn.find(':'));
    return is_host_label(account) ? std::string(account) : std::string();
}

}  // namespace ddbsnap::aws
