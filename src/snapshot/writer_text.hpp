#pragma once

#include <ddbsnap/writer_stats.hpp>

#include <string>

namespace ddbsnap {

/// In Prometheus' text exposition format, version 0.0.4.
std::string writer_text(writer_stats const&);

}  // namespace ddbsnap
