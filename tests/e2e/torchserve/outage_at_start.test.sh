#!/usr/bin/env bash
# A server that came up without what DynamoDB has, because DynamoDB was away, does not put its having nothing there as the
# newest: what was there is restored at the next start. A change that it is told is saved.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

newest() {
    ddbsnap list --limit 1 --json | jq -r '.[0].name'
}

start_without_dynamodb() {
    stop_server
    start_torchserve "${with_plugin[@]}"
    expect_contains "$ts_log" "Failed to get last snapshot from DDB."
    expect_equal "$(models)" ""
    start_server
}

start_server
expect_exit 0 ddbsnap table create
make_archive noop 1.0
make_archive echo 1.0
start_torchserve "${with_plugin[@]}"
register noop 1.0
stop_torchserve
before=$(newest)

start_without_dynamodb
stop_torchserve # which stores what waits
expect_equal "$(newest)" "$before"
start_torchserve "${with_plugin[@]}"
expect_equal "$(models)" "noop 1.0 *"
stop_torchserve

start_without_dynamodb
register echo 1.0
stop_torchserve
start_torchserve "${with_plugin[@]}"
expect_equal "$(models)" "echo 1.0 *"
