#!/usr/bin/env bash
# Of two threads that save at the same time the one with the older state may come last; the newer state is what is restored.
# A clock that was set back by more than that is no such case.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

now=$(date +%s000)
case_at $((now - 3600000)) >hour_ago.json
for n in 1 2 3; do case_at $((now + n)) >$n.json; done

start_server
expect_exit 0 ddbsnap table create
start_host host
expect_answer saved host save 2.json
expect_answer saved host save 1.json
expect_contains host.log "$(key_of 1.json) is not saved: a newer one came before."
expect_stored host 2.json
expect_case 2.json host last
expect_answer saved host save 3.json
expect_stored host 3.json
expect_answer saved host save hour_ago.json
expect_stored host hour_ago.json
expect_case hour_ago.json host last
end host
