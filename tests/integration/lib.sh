# Sourced first by each *.test.sh. The script then stands in an empty directory of its own, $work, with an
# environment that no setting of the user's reaches; all of it, server included, is gone when it ends.
#
#   start_server        starts $ENGINE on a free port, leads AWS clients and DDBSNAP_STORE to it
#   stop_server         stops it as an operator would        kill_server    as a crash would
#   ddbsnap ARG...      the command under test
#   expect_exit N CMD   runs CMD, which must exit with N; its output is then in the files $out and $err
#   expect_contains FILE TEXT     FILE must hold TEXT
#   expect_same FILE FILE         must be equal byte by byte
#   expect_equal ACTUAL EXPECTED  texts must be equal
#   fail MESSAGE        ends the test
#   at_end              a function that ends what a script has started; where it returns false, the test has failed
#
# A script run by hand takes the release build's command and ExtendDB.
set -euo pipefail

ROOT=${ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
DDBSNAP=${DDBSNAP:-$ROOT/build/release/bin/ddbsnap}
ENGINE=${ENGINE-extenddb}
snapshots=$ROOT/tests/data/torchserve
real_home=$HOME

work=$(mktemp -d "${TMPDIR:-/tmp}/ddbsnap-test.XXXXXX")
out=$work/.out
err=$work/.err
cd "$work"

while read -r variable; do
    unset "$variable"
done < <(compgen -e | grep -E '^(AWS_|DDBSNAP_|LOG_LOCATION$|TZ$|(http|https|all|no)_proxy$|(HTTP|HTTPS|ALL|NO)_PROXY$)')
export HOME=$work/.home AWS_EC2_METADATA_DISABLED=true
mkdir "$HOME"
# A sanitizer's finding must not look like an exit code of the command.
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 LSAN_OPTIONS=exitcode=99

at_end() {
    :
}

finish() {
    local status=$?
    trap - EXIT
    # Before the server: what is ended would only wait for it.
    if ! at_end "$status" && ((status == 0)); then status=1; fi
    if [[ -d $work/.engine ]]; then
        if ((status != 0)); then
            echo "--- last lines of the server's log" >&2
            tail -n 10 "$work/.engine/log" | grep -v -i password >&2 || true
        fi
        engine stop --kill >/dev/null 2>&1 || true
    fi
    cd /
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

engine() {
    HOME=$real_home "$ROOT/tools/local-dynamodb" "$@" --dir "$work/.engine"
}

start_server() {
    engine start --engine "$ENGINE" >/dev/null
    eval "$(engine env)"
    export DDBSNAP_STORE=dynamodb:Snapshots2
}

stop_server() {
    engine stop
}

kill_server() {
    engine stop --kill
}

ddbsnap() {
    "$DDBSNAP" "$@"
}

fail() {
    local depth=0
    # The line of the script, not the one of the helper that noticed.
    while [[ ${BASH_SOURCE[depth]} != *.test.sh ]]; do depth=$((depth + 1)); done
    echo "FAILED ${BASH_SOURCE[depth]##*/}:${BASH_LINENO[depth - 1]}: $*" >&2
    exit 1
}

expect_exit() {
    local expected=$1 status=0
    shift
    "$@" >"$out" 2>"$err" || status=$?
    if ((status != expected)); then
        echo "--- stdout" >&2
        head -c 4000 "$out" | tr -d '\0' >&2
        echo "--- stderr" >&2
        head -c 4000 "$err" >&2
        fail "exit $status, not $expected: $*"
    fi
}

expect_contains() {
    if ! grep -qF -- "$2" "$1"; then
        echo "--- ${1##*/}" >&2
        head -c 4000 "$1" >&2
        fail "no '$2' in it"
    fi
}

expect_same() {
    cmp "$1" "$2" >&2 || fail "$1 and $2 differ"
}

expect_equal() {
    [[ $1 == "$2" ]] || fail "'$1', not '$2'"
}
