#!/usr/bin/env bash
# What is installed is found by CMake and by pkg-config, wherever it was moved to, and programs made with it run.
# engines: none
source "$(dirname "${BASH_SOURCE[0]}")/../integration/lib.sh"
source "$ROOT/tests/install/consumers.sh"

cp -r "$ROOT"/tests/install/consumers/* .
expect_exit 0 cmake --install "$build" --prefix "$work/prefix"
mkdir elsewhere
mv prefix elsewhere/usr
prefix=$work/elsewhere/usr
libraries=$(dirname "$(find "$prefix" -name libddbsnap.so)")

# --- nothing in it knows where it was built, or first installed ------------------------------------------------

if grep -rIF -e "$ROOT" -e "$build" -e "$work/prefix" "$prefix" >&2; then fail "a path that is gone"; fi
for file in "$prefix"/bin/* "$libraries"/*.so; do
    if readelf -d "$file" | grep -E 'RPATH|RUNPATH' >&2; then fail "$file"; fi
done

# --- find_package ----------------------------------------------------------------------------------------------

for library in cpp c_api; do
    expect_found "-DCMAKE_PREFIX_PATH=$prefix" -DLIBRARY=$library
done

# Asio's types cross from headers to library, so that both must have come from one Boost.
mkdir -p other/boost
sed 's/^\(#define BOOST_VERSION\) .*/\1 109900/' /usr/include/boost/version.hpp >other/boost/version.hpp
configure find_package "-DCMAKE_PREFIX_PATH=$prefix" "-DCMAKE_CXX_FLAGS=-I$work/other"
expect_exit 1 cmake --build find_package/build
expect_contains "$out" "built with another version of Boost"
rm -r find_package/build

# asks WHAT: a project that only looks for the package.
asks() {
    rm -rf asks
    mkdir asks
    printf 'cmake_minimum_required(VERSION 3.22)\nproject(asks C)\nfind_package(ddbsnap %s)\n' "$1" >asks/CMakeLists.txt
    cmake -S asks -B asks/build "-DCMAKE_PREFIX_PATH=$prefix"
}
IFS=. read -r major minor _ <<<"$version"
expect_exit 0 asks "$major.$minor REQUIRED COMPONENTS c_api"
expect_exit 1 asks "$major.$((minor + 1)) REQUIRED COMPONENTS c_api"
expect_contains "$err" "version: $version"
expect_exit 1 asks "$((major + 1)).0 REQUIRED COMPONENTS c_api"
expect_exit 1 asks "REQUIRED COMPONENTS c_api telepathy"
expect_contains "$err" "no component telepathy"

# The C API alone needs nothing else that is installed.
expect_exit 0 cmake --install "$build" --component c_api --prefix "$work/c_api"
expect_found "-DCMAKE_PREFIX_PATH=$work/c_api" -DLIBRARY=c_api

# What one compiles with is another package than what one runs with; alone it has the static library, for C++.
expect_exit 0 cmake --install "$build" --component dev --prefix "$work/dev"
expect_found "-DCMAKE_PREFIX_PATH=$work/dev" -DLIBRARY=cpp
prefix=$work/dev expect_exit 1 asks "REQUIRED COMPONENTS c_api"
expect_contains "$err" "no component c_api"

# --- pkg-config ------------------------------------------------------------------------------------------------

export PKG_CONFIG_PATH=$libraries/pkgconfig
expect_equal "$(pkg-config --modversion ddbsnap) $(pkg-config --modversion ddbsnap-cpp)" "$version $version"
for linked in "" --static; do
    expect_exit 0 make -B -C pkg_config STATIC=$linked CXX="$cxx" CXXFLAGS="$flags" CFLAGS="$flags"
    expect_counts env LD_LIBRARY_PATH="$libraries" pkg_config/counter
    expect_counts env LD_LIBRARY_PATH="$libraries" pkg_config/counter_c
done

read -ra compiled_with < <(PKG_CONFIG_PATH=$libraries/pkgconfig pkg-config --cflags ddbsnap-cpp)
expect_exit 1 "$cxx" -std=c++20 -fsyntax-only -I"$work/other" "${compiled_with[@]}" -include ddbsnap/ddbsnap.hpp -x c++ /dev/null
expect_contains "$err" "built with another version of Boost"

# C, with everything but what others give as shared libraries in the program; or, of a build without such, everything.
static=()
if [[ $(cached DDBSNAP_STATIC) == ON ]]; then static=(-static); fi
read -ra what_it_needs < <(pkg-config --static --libs ddbsnap)
expect_exit 0 "${CC:-cc}" $flags "${static[@]}" -I"$prefix/include" counter.c -o static_counter \
    "${what_it_needs[@]/#-lddbsnap/$libraries/libddbsnap.a}"
expect_counts ./static_counter
