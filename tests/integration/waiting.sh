# Sourced after lib.sh by tests that wait for another process to have done something: on the condition, with a
# deadline that only a failure reaches.
#
#   wait_until CMD...           until CMD succeeds
#   wait_for_line FILE TEXT     until FILE holds TEXT
#   wait_until table_is_empty   after it was created: ExtendDB says for some seconds more that there is no such table

wait_until() {
    local deadline=$((SECONDS + 60))
    until "$@"; do
        if ((SECONDS >= deadline)); then fail "did not come true: $*"; fi
        sleep 0.05 # between two looks
    done
}

table_is_empty() {
    local status=0
    ddbsnap last >/dev/null 2>&1 || status=$?
    ((status == 3))
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
