#!/usr/bin/env bash
# Whatever is wrong with DynamoDB at the start, TorchServe says so in its log and serves with its own configuration; what
# changes is saved from when the store can be used.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

started_without="Failed to get last snapshot from DDB. Torchserve will start with default or given configuration."

# Starts it afresh; the log must have the document's line, and every TEXT, and no secret.
start_without() {
    rm -rf logs
    start_torchserve "${with_plugin[@]}"
    expect_contains "$ts_log" "DDBSnapshotSerializer - Fetching last snapshot from DDB..."
    expect_contains "$ts_log" "DDBSnapshotSerializer - $started_without"
    local text
    for text in "$@"; do expect_contains "$ts_log" "$text"; done
    expect_equal "$(models)" ""
    if grep -rqF "$secret" logs "$torchserve_out"; then fail "the secret is shown"; fi
}

newest_has() {
    ddbsnap last 2>/dev/null | grep -qF -- "$1"
}

start_server
secret=$AWS_SECRET_ACCESS_KEY
expect_exit 0 ddbsnap table create
make_archive noop 1.0
make_archive noop 2.0

# --- nobody listens, and later somebody does ------------------------------------------------------------------------------

stop_server
start_without "127.0.0.1"
register noop 1.0
expect_equal "$(models)" "noop 1.0 *"
start_server
wait_until newest_has noop-1.0.mar
kill_torchserve

# --- somebody listens and says nothing ---------------------------------------------------------------------------------------

rm -f port
setpriv --pdeathsig KILL /usr/bin/python3 -c '
import signal, socket

server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
signal.pause()' >port &
silent=$!
wait_until test -s port
export DDBSNAP_RESTORE_TIMEOUT_MS=1500 DDBSNAP_SHUTDOWN_TIMEOUT_MS=500
AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:$(<port) start_without "no answer within 1500 ms"
# The end waits for it no longer than it may, and names what is lost.
register noop 1.0
stop_torchserve
expect_contains "$torchserve_out" "not stored within 500 ms"
kill "$silent"
unset DDBSNAP_RESTORE_TIMEOUT_MS DDBSNAP_SHUTDOWN_TIMEOUT_MS

# --- there is no table, and later there is ------------------------------------------------------------------------------------

export DDBSNAP_STORE=dynamodb:Later
start_without "table Later does not exist"
register noop 1.0
wait_for_line "$ts_log" "Failed to save snapshot"
expect_exit 0 ddbsnap table create
wait_until table_is_empty
register noop 2.0
wait_until newest_has noop-2.0.mar
kill_torchserve

# --- there are no keys, and later there are ------------------------------------------------------------------------------------

export DDBSNAP_STORE=dynamodb:Snapshots2
key=$AWS_ACCESS_KEY_ID
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
start_without "credentials"
register noop 2.0
wait_for_line "$ts_log" "saving to dynamodb:Snapshots2"
mkdir "$HOME/.aws"
printf '[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n' "$key" "$secret" >"$HOME/.aws/credentials"
wait_until newest_has noop-2.0.mar
kill_torchserve

# --- the store cannot be read -------------------------------------------------------------------------------------------------

DDBSNAP_STORE=nonsense start_without "store nonsense" "dynamodb:TABLE"
register noop 1.0
expect_equal "$(models)" "noop 1.0 *"
