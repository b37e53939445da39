#!/usr/bin/env bash
# Two processes save to the same series: the head of each never goes back, and names the newest of both.
source "$ROOT/tests/integration/lib.sh"

start_server
ddbsnap table create >/dev/null 2>&1
"$CRASH_CHILD" load "${SECONDS_TOGETHER:-3}" "$work/one" >one.txt &
other=$!
"$CRASH_CHILD" load "${SECONDS_TOGETHER:-3}" "$work/two" >two.txt
wait "$other"
for file in one.txt two.txt; do
    expect_equal "$(tail -n 1 "$file")" "left 0"
    grep -q ' failed=0 pending=0 ' <(tail -n 2 "$file") || fail "$(tail -n 2 "$file")"
done

# The index is only eventually consistent, here as there.
newest_is_last() {
    local newest
    newest=$(ddbsnap --series "$1" list -n 1 --json | jq -r '.[0].name')
    expect_exit 0 ddbsnap --series "$1" last -o body
    grep -qF "$newest" "$err"
}
for series in load-0 load-7 load-24; do
    for ((i = 0; i < 100; ++i)); do
        if newest_is_last "$series"; then break; fi
        sleep 0.1 # between two looks
    done
    newest_is_last "$series" || fail "$series: last is not the newest: $(<"$err")"
done
