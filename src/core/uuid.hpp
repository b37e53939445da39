#pragma once

#include <string>

namespace ddbsnap {

/// A random UUID (version 4) in its usual form.
std::string random_uuid();

}  // namespace ddbsnap
