#!/usr/bin/env bash
# A server that has not changed for months: the original plugin looks at this month only, and restores nothing.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

months_ago() {
    date -u -d "$(date -u +%Y-%m-15) -$1 months" +%s123
}

start_server
expect_exit 0 ddbsnap table create
start_original original -Duser.timezone=UTC
start_host host -Duser.timezone=UTC

for months in 23 {13..1}; do
    case_at "$(months_ago $months)" >$months.json
    expect_answer "$(key_of $months.json)" original save $months.json
    await_case $months.json host last
done
expect_answer none original last "$(date -u +%Y-%m)"
end original

# The same with one of its own, however long ago that was.
export DDBSNAP_SERIES=quiet
for months in 30 7; do
    case_at "$(months_ago $months)" >$months.json
    start_host old
    expect_answer saved old save $months.json
    expect_stored old $months.json
    end old
    start_host new
    expect_case $months.json new last
    end new
done
end host
