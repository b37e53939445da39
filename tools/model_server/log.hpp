#pragma once

#include <ddbsnap/log.hpp>

#include <exception>
#include <string_view>

namespace model_server {

/// A line on standard error. What comes from elsewhere may hold control characters; a line is one line.
void log(std::string_view line);

void log_thrown(std::exception_ptr);

/// The library's own lines, from warnings on, at the same place.
ddbsnap::logger library_log();

}  // namespace model_server
