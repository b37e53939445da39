#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ddbsnap {

/// Foreign text made fit for a one-line message: control characters and line ends are blanks, what is not
/// UTF-8 is a question mark, white space around it is dropped, and what is beyond `most` bytes is "...".
std::string excerpt(std::string_view text, std::size_t most = 300);

}  // namespace ddbsnap
