#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap::net {

/// The certificates, as DER, of a PEM text that has nothing but plain ones and remarks between them, as a
/// distribution's bundle is: several times as fast as OpenSSL's PEM_read_bio(). Nothing where the text has
/// anything else, which may be right all the same.
[[nodiscard]] std::optional<std::vector<std::string>> plain_certificates(std::string_view text);

}  // namespace ddbsnap::net
