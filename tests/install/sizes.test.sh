#!/usr/bin/env bash
# engines: extenddb
# What weighs and measures an installation prints what it says, and fails where it cannot. Nothing here looks at a time
# or a size. DDBSNAP is a command beside whose directory lib/libddbsnap.so is.
source "$(dirname "${BASH_SOURCE[0]}")/../integration/lib.sh"
source "$ROOT/tests/install/consumers.sh"

expect_json() {
    jq -e "$1" "$out" >/dev/null || fail "not so: $1; it printed: $(<"$out")"
}

# --- sizes -----------------------------------------------------------------------------------------------------

expect_exit 1 "$ROOT/tools/size-report" --build "$work"
expect_contains "$err" "cmake --preset minimal"
expect_exit 0 "$ROOT/tools/size-report" --build "$build" --json
strip -o stripped "$DDBSNAP"
expect_json ".[0].bytes == $(stat -c %s stripped)"
expect_json '. | length == 3 and all(.bytes > 0 and .targetBytes > 0)'
# Sanitizers have parts that the linker makes.
expect_json 'all((.components["linker'\''s own"] // 0) < 0.5 * ([.components[]] | add))'
for layer in core aws net credentials dynamodb snapshot; do
    expect_json ".[:2] | all(.components[\"library: $layer\"] > 0)"
done
expect_json '.[2].bytes == ([.[2].components[]] | add) and .[2].components["the command"] == .[0].bytes'
expect_json '.[0].components["the command"] > 0 and .[1].components["the command"] == null'

# --- starts and memory -----------------------------------------------------------------------------------------

expect_exit 2 "$ROOT/tools/bench/footprint" --starts many
expect_exit 1 "$ROOT/tools/bench/footprint" --build "$work"
expect_contains "$err" "cmake --preset minimal"
CFLAGS=$flags expect_exit 0 env HOME="$real_home" "$ROOT/tools/bench/footprint" --build "$build" --starts 2 --json
expect_json '.starts == 2 and (.startMillis | length == 5 and all(.min > 0 and .min <= .median))'
expect_json '.residentBytes.libddbsnap > 0 and .residentBytes.libcrypto > 0'

# --- libraries for it ------------------------------------------------------------------------------------------

expect_exit 0 "$ROOT/tools/small-libraries" --help
expect_exit 1 "$ROOT/tools/small-libraries" --print "$work/none"
expect_exit 2 "$ROOT/tools/small-libraries" --smaller
expect_contains "$err" "--smaller"
expect_exit 2 "$ROOT/tools/small-libraries" --jobs many
mkdir mine
echo kept >mine/file
expect_exit 1 "$ROOT/tools/small-libraries" mine
expect_contains "$err" "$work/mine has something else in it"
expect_contains mine/file kept
