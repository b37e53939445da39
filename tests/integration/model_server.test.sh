#!/usr/bin/env bash
# The example host's models outlive it, whatever ends it, and it starts and serves whatever is wrong with its store.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/model_server.sh"

describe() {
    curl --noproxy '*' -s "$url/models/$1/all"
}

stored_models() {
    ddbsnap "$@" last 2>/dev/null | grep -F model_snapshot
}

start_server

# --- without a table --------------------------------------------------------------------------------------------

start_host
expect_contains "$host_log" "table Snapshots2 does not exist"
expect_contains "$host_log" "table create"
expect_call 200 GET /ping
expect_equal "$(curl --noproxy '*' -s "$url/models" | jq -c .)" '{"models":[]}'
expect_call 503 POST "/models?url=noop.mar&durable=stored"
expect_contains "$reply" "table Snapshots2 does not exist"
expect_call 200 GET /models/noop # made, though not safe, which was said
end_host 0

# --- killed and started again -----------------------------------------------------------------------------------

expect_exit 0 ddbsnap table create
start_host
expect_call 202 POST "/models?url=noop.mar&initial_workers=1&batch_size=4"
expect_call 200 POST "/models?url=%C3%BCbersetzer.mar&runtime=python3"
expect_call 202 PUT "/models/noop?min_worker=3&max_worker=5"
expect_call 200 POST "/models?url=noop.mar&version=2.0"
wait_until all_is_stored
before=$(describe noop)
expect_equal "$(jq -c '[.[] | [.modelVersion, .minWorkers, .batchSize]]' <<<"$before")" '[["1.0",3,4],["2.0",0,1]]'
kill_host

start_host
expect_equal "$(describe noop)" "$before"
expect_call 200 GET "/models/%C3%BCbersetzer"
expect_equal "$(jq -r '.[0].runtime' "$reply")" python3
expect_call 200 DELETE "/models/%C3%BCbersetzer"
wait_until all_is_stored
kill_host

start_host
expect_call 404 GET "/models/%C3%BCbersetzer"
expect_equal "$(describe noop)" "$before"

# An answer that waited until it was stored needs no looking.
expect_call 200 POST "/models?url=at-once.mar&durable=stored"
kill_host
start_host --durability stored
expect_call 200 GET /models/at-once
expect_call 200 POST "/models?url=by-default.mar"
kill_host

# Nothing is told from the outside: the series of another host is another one.
start_host --series host-8
expect_call 404 GET /models/noop
expect_call 200 POST "/models?url=of-8.mar"
end_host 0 # which stores it
expect_contains <(stored_models --series host-8) of-8
expect_contains <(stored_models) by-default

# What TorchServe itself saved is restored, and its configuration goes back with it.
expect_exit 0 ddbsnap --series theirs save "$snapshots"/20261119093047006-snapshot.cfg
start_host --series theirs
expect_call 200 GET "/models/densenet161"
expect_call 202 PUT "/models/densenet161?min_worker=2"
end_host 0
expect_exit 0 ddbsnap --series theirs last
expect_contains "$out" job_queue_size=1000
expect_contains "$out" "übersetzer_lr"

# What cannot be read is named, and the host starts without it.
echo "not a snapshot" >junk
expect_exit 0 ddbsnap --series broken save junk --name junk
start_host --series broken
expect_contains "$host_log" "snapshot junk cannot be restored: it has no key model_snapshot"
expect_call 200 GET /models
end_host 0

# --- DynamoDB away ----------------------------------------------------------------------------------------------

start_host --series lost --durable-timeout 200
kill_server
expect_call 504 POST "/models?url=noop.mar&durable=stored"
expect_contains "$reply" "not stored after 200 ms"
expect_call 200 GET /models/noop
end_host 1
expect_contains "$host_log" 'LOST: snapshot '
expect_contains "$host_log" 'series "lost"'
expect_contains "$host_log" "cannot connect"

# With a spool, a change is safe all the same, and comes back before DynamoDB does.
start_host --series kept --spool-dir spool
expect_contains "$host_log" "cannot connect"
expect_call 200 POST "/models?url=first.mar&durable=spooled"
kill_host
start_host --series kept --spool-dir spool
expect_call 200 GET /models/first
expect_call 200 POST "/models?url=second.mar"
end_host 0
expect_contains "$host_log" "kept in the spool directory"

start_server
start_host --series kept --spool-dir spool
expect_call 200 GET /models/first
expect_call 200 GET /models/second
wait_until all_is_stored
expect_contains <(stored_models --series kept) second
end_host 0
expect_equal "$(echo spool/*)" 'spool/*'

# --- for measurements -------------------------------------------------------------------------------------------

has_changed_often() {
    (($(metric model_server_changes_total) >= 20 && $(metric ddbsnap_writer_batches_total) >= 2))
}

start_host --series measured --change-rate 200 --state-padding 300000 --heartbeat --quiet-time 10 --max-wait 20
wait_until has_changed_often
expect_equal "$(($(metric model_server_loop_stall_seconds_count) > 0))" 1
expect_equal "$(($(metric 'ddbsnap_client_connections_opened_total') > 0))" 1
end_host 0
expect_exit 0 ddbsnap --series measured last
expect_equal "$(wc -c <"$out")" 300000

start_host --series blocking --save blocking
expect_call 200 POST "/models?url=noop.mar"
kill_host # what was answered is stored
expect_contains <(stored_models --series blocking) noop
start_host --series blocking --save blocking
expect_call 200 GET /models/noop
end_host 0

start_host --series off --save off
expect_call 200 POST "/models?url=noop.mar"
expect_call 400 POST "/models?url=other.mar&durable=stored"
end_host 0
expect_exit 3 ddbsnap --series off last
