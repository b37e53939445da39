#pragma once

namespace ddbsnap::torchserve_plugin {

class server_snapshots;

// A JVM that ends runs the destructors of this library's statics, with the library's threads still at work.
// So all that is open is ended there, while all that it needs is still there.
void end_at_exit_too(server_snapshots&);
void forget_at_exit(server_snapshots&) noexcept;

}  // namespace ddbsnap::torchserve_plugin
