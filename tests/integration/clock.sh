# Sourced after lib.sh by tests in which a command has another clock.
#
#   command_by_clock NAME SPEC    makes NAME, the command by a clock as libfaketime has them: "+2h", or "+0 x20", by which
#                                 each second lasts a twentieth of one

command_by_clock() {
    local libraries
    [[ -e at_once.so ]] || cc -shared -fPIC -O1 -o at_once.so "$ROOT/tests/integration/at_once.c"
    libraries="$PWD/at_once.so $(faketime -f +0 printenv LD_PRELOAD)"
    # They come before the sanitizer's library.
    cat >"$1" <<TEXT
#!/bin/sh
export LD_PRELOAD='$libraries' FAKETIME='$2' ASAN_OPTIONS="\$ASAN_OPTIONS:verify_asan_link_order=0"
exec "$DDBSNAP" "\$@"
TEXT
    chmod +x "$1"
}
