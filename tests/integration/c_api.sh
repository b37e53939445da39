# Sourced after lib.sh by scripts that use libddbsnap.so as a program outside of this project would.
#
#   install_library   installs library and header below $work/usr, and has compilers and pkg-config find them
#   with_library CMD  runs CMD so that it finds the library; where that was built with the address sanitizer,
#                     CMD starts with the sanitizer's own library
build=$(cd "$(dirname "$DDBSNAP")/.." && pwd)

install_library() {
    expect_exit 0 cmake --install "$build" --component c_api --prefix "$work/usr"
    library=$(find "$work/usr" -name libddbsnap.so)
    export PKG_CONFIG_PATH=${library%/*}/pkgconfig
}

with_library() {
    local -a preload=()
    if [[ $(nm -D "$library") == *__asan_init* ]]; then
        # Interpreters leave at exit what they have.
        preload=(LD_PRELOAD="$(gcc -print-file-name=libasan.so)" ASAN_OPTIONS=exitcode=99:detect_leaks=0)
    fi
    env LD_LIBRARY_PATH="${library%/*}" "${preload[@]}" "$@"
}
