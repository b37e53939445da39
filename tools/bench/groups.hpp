#pragma once

namespace ddbsnap::bench {

/// Whether the arguments begin with a group of measurements of Google Benchmark.
bool is_group(int argc, char** argv);

/// ddbsnap-bench GROUP [--json] [more options of Google Benchmark]: runs the measurements whose names begin
/// with GROUP/. Returns the exit code.
int run_groups(int argc, char** argv);

}  // namespace ddbsnap::bench
