#!/usr/bin/env bash
# Projects that have this one's source in their own build it by add_subdirectory() and FetchContent, as a static and as
# a shared library, and as a command that stands on no other file; the shared one is installed and found again. All of
# the library is compiled for it once, without optimisation; then, and in later runs, the objects come from ccache.
# engines: none
source "$(dirname "${BASH_SOURCE[0]}")/../integration/lib.sh"
source "$ROOT/tests/install/consumers.sh"

flags=
if command -v ccache >/dev/null; then
    CCACHE_DIR=$(HOME=$real_home ccache --get-config cache_dir)
    export CCACHE_DIR CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
# So that the shared library's objects are the static one's, these are said in the place of ddbsnap's own choices.
same_objects=(-DCMAKE_CXX_FLAGS_DEBUG=-O0 -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_CXX_VISIBILITY_PRESET=default
    -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON)

# compile DIR ARG...: what is compiled below DIR is for ccache the same, wherever DIR is. What glibc's linker says of
# each static program is no warning of ours.
compile() {
    local directory=$1
    shift
    expect_exit 0 env CCACHE_BASEDIR="$work/$directory" cmake --build "$directory/build" "$@"
    if grep -ih warning: "$out" "$err" | grep -v 'in statically linked applications' >&2; then fail "$directory is built with warnings"; fi
}

# build_in DIR OPTION...
build_in() {
    configure "$1" "${same_objects[@]}" "${@:2}"
    compile "$1"
    expect_counts "$1/build/counter"
}

cp -r "$ROOT"/tests/install/consumers/* .
tar -C "$ROOT" --transform "s,^,ddbsnap-$version/," -czf ddbsnap.tar.gz \
    CMakeLists.txt LICENSE README.md include src tools

# --- add_subdirectory ------------------------------------------------------------------------------------------

mkdir -p add_subdirectory/third_party/ddbsnap
tar -C add_subdirectory/third_party/ddbsnap --strip-components 1 -xf ddbsnap.tar.gz
build_in add_subdirectory -DCMAKE_ARCHIVE_OUTPUT_DIRECTORY="$work/add_subdirectory/out"
[[ -f add_subdirectory/out/libddbsnap_cpp.a ]] || fail "the library is not where the host wants libraries"
# A host gets nothing to install, to test or to run that it has not asked for.
expect_exit 0 cmake --install add_subdirectory/build --prefix "$work/nothing"
if [[ -e nothing ]]; then fail "$(find nothing)"; fi
expect_exit 0 cmake --build add_subdirectory/build --target help
if grep -E 'ddbsnap_(cli|shared|unit_tests)' "$out" >&2; then fail "more than the library is built"; fi

# --- a static command -------------------------------------------------------------------------------------------

rm -r add_subdirectory/build
configure add_subdirectory "${same_objects[@]}" -DDDBSNAP_STATIC=ON -DDDBSNAP_BUILD_TOOLS=ON
compile add_subdirectory --target ddbsnap_cli
command=$(find "$PWD/add_subdirectory/build" -name ddbsnap -type f -perm -u+x)
expect_exit 0 env DDBSNAP="$command" bash "$ROOT/tests/install/static_command.test.sh"

# --- FetchContent ----------------------------------------------------------------------------------------------

build_in fetch_content "-DARCHIVE=$work/ddbsnap.tar.gz" "-DARCHIVE_SHA256=$(sha256sum ddbsnap.tar.gz | cut -d ' ' -f 1)"

# --- the shared C++ library ------------------------------------------------------------------------------------

rm -r add_subdirectory/build
# All of it is to be seen, also where the host hides what is its own.
build_in add_subdirectory -DBUILD_SHARED_LIBS=ON -DDDBSNAP_INSTALL=ON -DCMAKE_CXX_VISIBILITY_PRESET=hidden \
    -DCMAKE_VISIBILITY_INLINES_HIDDEN=ON
expect_exit 0 cmake --install add_subdirectory/build --prefix "$work/prefix"
mkdir elsewhere
mv prefix elsewhere/usr
prefix=$work/elsewhere/usr
libraries=$(dirname "$(find "$prefix" -name libddbsnap_cpp.so)")
rm -r add_subdirectory
IFS=. read -r major minor _ <<<"$version"
expect_exit 0 readelf -d "$libraries/libddbsnap_cpp.so"
if ((major == 0)); then soname=0.$minor; else soname=$major; fi
expect_contains "$out" "[libddbsnap_cpp.so.$soname]"

expect_found "-DCMAKE_PREFIX_PATH=$prefix"

export PKG_CONFIG_PATH=$libraries/pkgconfig
expect_exit 0 make -C pkg_config CXX="$cxx" counter
expect_counts env LD_LIBRARY_PATH="$libraries" pkg_config/counter
