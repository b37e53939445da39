# Sourced after lib.sh by tests that wait for another process to have done something: on the condition, with a
# deadline that only a failure reaches.
#
#   wait_until CMD...           until CMD succeeds
#   wait_for_line FILE TEXT     until FILE holds TEXT

wait_until() {
    local deadline=$((SECONDS + 60))
    until "$@"; do
        if ((SECONDS >= deadline)); then fail "did not come true: $*"; fi
        sleep 0.05 # between two looks
    done
}

wait_for_line() {
    local deadline=$((SECONDS + 60))
    until grep -qF -- "$2" "$1"; do
        if ((SECONDS >= deadline)); then
            head -c 4000 "$1" >&2
            fail "no '$2' in ${1##*/}"
        fi
        sleep 0.05
    done
}
