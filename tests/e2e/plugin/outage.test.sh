#!/usr/bin/env bash
# Nothing that is wrong with DynamoDB ends the process or makes a save fail that could still be stored. The original plugin
# ends TorchServe where it cannot read, and loses what it cannot write.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

now=$(date +%s000)
for n in 1 2 3 4 5 6; do case_at $((now + n)) >$n.json; done

start_server
start_original original
start_host host

# No table.
expect_answer none host last
expect_contains host.log "Failed to get last snapshot from DDB. Torchserve will start with default or given configuration."
expect_contains host.log "table Snapshots2 does not exist"
expect_answer saved host save 1.json
wait_for_line host.log "Failed to save snapshot $(key_of 1.json)"
ask original save 1.json
[[ $answer == failed:* ]] || fail "without a table: $answer"
echo last 2025-10 >&"${questions[original]}"
expect_exit 1 wait "${pids[original]}"
# There it is.
expect_exit 0 ddbsnap table create
wait_until table_is_empty
expect_answer none host last
expect_answer saved host save 2.json
expect_stored host 2.json
expect_case 2.json host last

# Nobody there.
kill_server
expect_answer none host last
expect_answer saved host save 3.json
expect_answer saved host save 4.json
start_server
expect_stored host 4.json
expect_case 4.json host last
end host

# No credentials yet.
(
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    start_host nobody -Dddbsnap.shutdown_timeout_ms=100
    expect_answer none nobody last
    expect_contains nobody.log "no credentials found"
    expect_answer saved nobody save 5.json
    end nobody
    expect_contains nobody.log "1 snapshot(s) were not stored within 100 ms"
)

# No such store, a setting that cannot be meant: TorchServe logs it and goes on.
start_host strange -Dddbsnap.store=s3:bucket
expect_answer none strange last
ask strange save 5.json
[[ $answer == "failed: java.io.IOException: "*s3:bucket* ]] || fail "in a strange store: $answer"
end strange
start_host strange -Dddbsnap.keep=some
expect_answer none strange last
ask strange save 5.json
[[ $answer == "failed: java.io.IOException: "*ddbsnap.keep*some* ]] || fail "with a strange setting: $answer"
end strange
