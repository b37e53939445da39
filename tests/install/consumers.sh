# Sourced after lib.sh by tests in which other projects use the library. $build is the build directory at hand.
#
#   cached NAME           what that build directory was configured with
#   configure DIR -D...   configures the project in DIR into DIR/build as $build was; it must say nothing alarming
#   expect_counts CMD     CMD counts its starts in a store of files: twice started, it has counted to two
#   expect_found -D...    the project in find_package finds the package so; what it builds counts its starts
build=$(cd "$(dirname "$DDBSNAP")/.." && pwd)

cached() {
    sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"
}

version=$(cached CMAKE_PROJECT_VERSION)
sanitizers=$(cached DDBSNAP_SANITIZE)
# Who links a library with a sanitizer in it has to have the sanitizer, too.
flags=${sanitizers:+-fsanitize=$sanitizers}
cxx=$(cached CMAKE_CXX_COMPILER)

configure() {
    local directory=$1
    shift
    expect_exit 0 env CXX="$cxx" CXXFLAGS="$flags" CFLAGS="$flags" \
        cmake -S "$directory" -B "$directory/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug "$@"
    expect_equal "$(<"$err")" ""
    if grep -i warning "$out" >&2; then fail "$directory is configured with warnings"; fi
}

expect_counts() {
    local starts
    rm -rf snapshots
    for starts in 1 2; do
        expect_exit 0 "$@" file:snapshots
        expect_equal "$(<"$out")" "$starts $version $version"
    done
}

expect_found() {
    configure find_package "$@"
    expect_exit 0 cmake --build find_package/build
    expect_counts find_package/build/counter
    rm -r find_package/build
}
