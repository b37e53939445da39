#!/usr/bin/env bash
# Everything that names a version names this one, and what vcpkg and Conan offer are options that there are.
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

jq -r '.features | keys[]' "$packaging/vcpkg/ddbsnap/vcpkg.json" >features
expect_equal "$(jq -r '."default-features" - (.features | keys) | length' "$packaging/vcpkg/ddbsnap/vcpkg.json")" 0
sed -n 's/^ *\([a-z-]*\)  *DDBSNAP_[A-Z_]*)*$/\1/p' "$packaging/vcpkg/ddbsnap/portfile.cmake" >mapped
expect_same mapped features
cat "$packaging/vcpkg/ddbsnap/portfile.cmake" "$packaging/conan/conanfile.py" | grep -o 'DDBSNAP_[A-Z_]*' | sort -u |
    while read -r option; do
        grep -q "^$option:" "$build/CMakeCache.txt" || fail "there is no option $option"
    done
