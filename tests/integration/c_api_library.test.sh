#!/usr/bin/env bash
# libddbsnap.so has the functions of ddbsnap.h and shows nothing else; its calls say when memory runs out.
# engines: none
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/c_api.sh"

install_library
nm -D --defined-only "$library" | awk '{ print $NF }' | LC_ALL=C sort >exported
expect_same exported "$ROOT/src/c_api/ddbsnap.symbols"
sed -n 's/^DDBSNAP_C_API .*\(ddbsnap_[a-z_]*\)(.*/\1/p' "$ROOT/include/ddbsnap/ddbsnap.h" | LC_ALL=C sort >declared
expect_same declared "$ROOT/src/c_api/ddbsnap.symbols"

expect_exit 0 readelf -d "$library"
major=$(pkg-config --modversion ddbsnap | cut -d. -f1)
expect_contains "$out" "SONAME"
expect_contains "$out" "[libddbsnap.so.$major]"
if grep -q TEXTREL "$out"; then fail "code is changed when it is loaded"; fi

# The same of C++: one header has them all.
for header in "$ROOT"/include/ddbsnap/*.hpp; do
    if [[ $header != */ddbsnap.hpp ]]; then
        expect_contains "$ROOT/include/ddbsnap/ddbsnap.hpp" "#include <ddbsnap/${header##*/}>"
    fi
done

mkdir empty
expect_exit 0 "$build/bin/ddbsnap_c_api_memory_test" empty
