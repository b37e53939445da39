#!/usr/bin/env bash
# The newest is restored, also where it is the only one: the original plugin takes the second.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

# From October on the original asks for the right month: then it is this fault that shows.
year=$(date -u +%Y)
if (($(date -u +%-m) < 11)); then year=$((year - 1)); fi
for n in 1 2 3; do case_at $(($(date -u -d "$year-10-05" +%s000) + n)) >$n.json; done

start_server
expect_exit 0 ddbsnap table create
start_host host
start_original original

for n in 1 2 3; do
    expect_answer "$(key_of $n.json)" original save $n.json
    await_case $n.json host last
    if ((n > 1)); then
        expect_case $((n - 1)).json original last $year-10
    else
        ask original last $year-10
        [[ $answer == failed:* ]] || fail "the original restores $answer"
    fi
done
end host
end original
