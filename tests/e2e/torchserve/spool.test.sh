#!/usr/bin/env bash
# With a spool directory nothing that TorchServe was told is lost: not when DynamoDB is away and the server is killed, and
# it comes back while DynamoDB is still away.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

newest_has() {
    ddbsnap last 2>/dev/null | grep -qF -- "$1"
}

spool_has() {
    grep -rqsF -- "$1" spool
}

start_server
expect_exit 0 ddbsnap table create
make_archive noop 1.0
make_archive noop 2.0
export DDBSNAP_SPOOL_DIR=$work/spool DDBSNAP_RESTORE_TIMEOUT_MS=2000

start_torchserve "${with_plugin[@]}"
register noop 1.0
wait_until newest_has noop-1.0.mar

kill_server
register noop 2.0
wait_until spool_has noop-2.0.mar
kill_torchserve

start_torchserve "${with_plugin[@]}"
expect_contains "$ts_log" "The store gives no snapshot, the spool directory does"
expect_equal "$(models)" $'noop 1.0 *\nnoop 2.0'
set_default noop 2.0
wait_until spool_has 'defaultVersion'

# A stop keeps there what could not be stored, and the next start takes it before the older one in the table.
stop_torchserve
start_server
start_torchserve "${with_plugin[@]}"
expect_equal "$(models)" $'noop 1.0\nnoop 2.0 *'
wait_until newest_has noop-2.0.mar
spool_is_empty() {
    ! compgen -G "spool/*.snapshot" >/dev/null
}
wait_until spool_is_empty
