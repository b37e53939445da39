#include "cli/same_store.hpp"

namespace ddbsnap::cli {
namespace {

namespace fs = std::filesystem;

// With links resolved as far as the path is there, and without a slash at its end.
fs::path plain(fs::path const& path) {
    std::error_code ignored;
    auto absolute = fs::absolute(path, ignored);
    auto resolved = fs::weakly_canonical(absolute, ignored);
    if (ignored) resolved = absolute.lexically_normal();
    return resolved.has_filename() ? resolved : resolved.parent_path();
}

}  // namespace

bool is_same_directory(fs::path const& a, fs::path const& b) {
    std::error_code not_there;
    return fs::equivalent(a, b, not_there) || plain(a) == plain(b);
}

bool is_same_place(store_uri const& a, store_uri const& b) {
    if (a.what != b.what) return false;
    if (a.what == store_uri::kind::file) return is_same_directory(a.place, b.place);
    return a.place == b.place && a.profile == b.profile;
}

}  // namespace ddbsnap::cli
