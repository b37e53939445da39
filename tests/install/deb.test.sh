#!/usr/bin/env bash
# The Debian packages of the build at hand: what is in which, what they need, and that they work from where they unpack.
# engines: none
source "$(dirname "${BASH_SOURCE[0]}")/../integration/lib.sh"
source "$ROOT/tests/install/consumers.sh"

expect_exit 0 cpack --config "$build/CPackConfig.cmake" -G DEB -B "$work/packages" -D CPACK_DEBIAN_COMPRESSION_TYPE=none
IFS=. read -r major _ <<<"$version"
architecture=$(dpkg --print-architecture)
runtime=libddbsnap$major
for package in "$runtime" libddbsnap-dev ddbsnap; do
    deb=packages/${package}_$version-1_$architecture.deb
    [[ -f $deb ]] || fail "$(ls packages)"
    dpkg-deb -f "$deb" >"$package.control"
    dpkg-deb -c "$deb" | awk '$1 !~ /^d/ { sub(/^\./, "", $6); print $6 }' | sort >"$package.files"
    expect_exit 0 dpkg-deb -x "$deb" root
    expect_contains "$package.files" "/usr/share/doc/$package/copyright"
    zcat "root/usr/share/doc/$package/changelog.Debian.gz" >"$package.changelog"
    expect_equal "$(dpkg-parsechangelog -l "$package.changelog" -S Version)" "$version-1"
done

expect_holds() {
    local package=$1 wanted
    for wanted in "${@:2}"; do
        grep -qE "^/usr/$wanted\$" "$package.files" || fail "$package has no $wanted: $(<"$package.files")"
    done
}
expect_holds "$runtime" "lib.*/libddbsnap.so.$major" "lib.*/libddbsnap.so.$version"
expect_holds libddbsnap-dev 'lib.*/libddbsnap_cpp.a' 'lib.*/libddbsnap.so' 'include/ddbsnap/ddbsnap.hpp' \
    'include/ddbsnap/ddbsnap.h' 'lib.*/cmake/ddbsnap/ddbsnapConfig.cmake' 'lib.*/pkgconfig/ddbsnap-cpp.pc'
expect_holds ddbsnap bin/ddbsnap share/man/man1/ddbsnap.1.gz share/bash-completion/completions/ddbsnap \
    'share/zsh/.*/_ddbsnap' share/fish/vendor_completions.d/ddbsnap.fish
expect_equal "$(sort ./*.files | uniq -d)" "" # no file in two

expect_contains "$runtime.control" "libssl3"
expect_contains ddbsnap.control "libssl3"
expect_contains libddbsnap-dev.control "$runtime (= $version-1)"
expect_exit 0 dpkg-deb -I "packages/${runtime}_$version-1_$architecture.deb" shlibs
expect_equal "$(<"$out")" "libddbsnap $major $runtime (>= $version-1)"
expect_exit 0 dpkg-deb -I "packages/${runtime}_$version-1_$architecture.deb" triggers
expect_contains "$out" ldconfig

# --- as unpacked -----------------------------------------------------------------------------------------------

expect_exit 0 root/usr/bin/ddbsnap --version
expect_contains "$out" "$version"
zcat root/usr/share/man/man1/ddbsnap.1.gz >page.1
expect_exit 0 groff -man -Tutf8 -ww page.1
expect_equal "$(<"$err")" ""

cp -r "$ROOT"/tests/install/consumers/* .
for library in cpp c_api; do
    expect_found "-DCMAKE_PREFIX_PATH=$work/root/usr" -DLIBRARY=$library
done
