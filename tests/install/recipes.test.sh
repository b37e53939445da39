#!/usr/bin/env bash
# Everything that names a version names this one; what vcpkg and Conan offer are options that there are, and some that
# exclude one another are refused when they are given.
# engines: none
source "$(dirname "${BASH_SOURCE[0]}")/../integration/lib.sh"
source "$ROOT/tests/install/consumers.sh"
packaging=$ROOT/tools/packaging

expect_equal "$(jq -r '."version-semver"' "$packaging/vcpkg/ddbsnap/vcpkg.json")" "$version"
expect_equal "$(dpkg-parsechangelog -l "$packaging/debian/changelog" -S Version)" "$version-1"
expect_equal "$(sed -n '/^| release | has/,/^$/{s/^| \([0-9][0-9.]*\) .*/\1/p}' "$ROOT/README.md" | head -n 1)" "$version"
IFS=. read -r major minor _ <<<"$version"
expect_contains "$ROOT/README.md" "find_package(ddbsnap $major.$minor REQUIRED)"
expect_contains "$ROOT/README.md" "libddbsnap.so.$major"
for document in README.md docker/README.md; do
    grep -oE '(ddbsnap/[a-z-]+:|ddbsnap )[0-9]+\.[0-9]+\.[0-9]+' "$ROOT/$document" | grep -oE '[0-9.]+$' | sort -u >named
    expect_equal "$(<named)" "$version"
done

# Each library of Boost is a port of its own there.
jq -r '.dependencies[] | if type == "object" then .name else . end' "$packaging/vcpkg/ddbsnap/vcpkg.json" | grep '^boost-' >ports
grep -rhoE '#include <boost/[a-z_0-9]+/' "$ROOT/include" "$ROOT/src" | sed 's,.*<boost/\(.*\)/,boost-\1,' | sort -u >libraries
expect_same ports libraries

jq -r '.features | keys[]' "$packaging/vcpkg/ddbsnap/vcpkg.json" >features
expect_equal "$(jq -r '."default-features" - (.features | keys) | length' "$packaging/vcpkg/ddbsnap/vcpkg.json")" 0
sed -n 's/^ *\([a-z-]*\)  *DDBSNAP_[A-Z_]*)*$/\1/p' "$packaging/vcpkg/ddbsnap/portfile.cmake" >mapped
expect_same mapped features
cat "$packaging/vcpkg/ddbsnap/portfile.cmake" "$packaging/conan/conanfile.py" | grep -o 'DDBSNAP_[A-Z_]*' | sort -u |
    while read -r option; do
        grep -q "^$option:" "$build/CMakeCache.txt" || fail "there is no option $option"
    done

# --- configured in other ways ----------------------------------------------------------------------------------

# configured OPTION...: into $work/other; the library alone, unless they say more.
configured() {
    rm -rf other
    cmake -S "$ROOT" -B other -G Ninja -DDDBSNAP_MINIMAL=ON "$@"
}
expect_exit 1 configured -DDDBSNAP_STATIC=ON -DBUILD_SHARED_LIBS=ON
expect_contains "$err" "exclude one another"
# Where files are to lie may be said by a path that is not below the prefix.
expect_exit 0 configured -DCMAKE_INSTALL_PREFIX=/opt/ddbsnap -DCMAKE_INSTALL_LIBDIR=/opt/lib
for line in prefix=/opt/ddbsnap libdir=/opt/lib "includedir=\${prefix}/include"; do
    expect_contains other/tools/packaging/ddbsnap-cpp.pc "$line"
done
# A command for another machine cannot be asked for its manual page here.
expect_exit 0 configured -DDDBSNAP_BUILD_TOOLS=ON -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64
ninja -C other -t commands ddbsnap_cli >commands
if grep -F 'ddbsnap.1' commands >&2; then fail "the command is run where it cannot run"; fi
