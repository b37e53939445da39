#!/usr/bin/env bash
# TorchServe with the plugin is started and stopped again and again, STARTS times (3): no process, no file and no connection
# of it is left, and each start has what the one before had.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

starts=${STARTS:-3}

# States of the connections to the server: those of /proc/net/tcp but for listening, and closed by both sides.
connections() {
    local port
    port=$(printf ':%04X' "${AWS_ENDPOINT_URL_DYNAMODB##*:}")
    awk -v port="$port" '($2 ~ port "$" || $3 ~ port "$") && $4 != "0A" && $4 != "06" { print $2, $3, $4 }' /proc/net/tcp
}

has_connections() {
    [[ -n $(connections) ]]
}

no_connections() {
    [[ -z $(connections) ]]
}

expect_nothing_left() {
    # TorchServe's own directory for unpacked archives stays, empty.
    expect_equal "$(find tmp -mindepth 1 ! -path tmp/models)" ""
    wait_until no_connections
}

start_server
expect_exit 0 ddbsnap table create
# Its Python processes, too.
sed -i '/^disable_system_metrics=/d' config.properties
expected=
for ((n = 1; n <= starts; n++)); do
    make_archive "noop$n" 1.0
    start_torchserve "${with_plugin[@]}"
    expect_equal "$(models)" "$expected"
    register "noop$n" 1.0
    wait_until has_connections
    expected=$(models)
    expect_equal "$(wc -l <<<"$expected")" "$n"
    stop_torchserve
    expect_nothing_left
    expect_equal "$(ddbsnap last | grep -o 'noop[0-9]*-1.0.mar' | sort -u | wc -l)" "$n"
done

# A crash leaves no more.
start_torchserve "${with_plugin[@]}"
kill_torchserve
wait_until no_connections
expect_equal "$(find tmp -mindepth 1 ! -path 'tmp/models*' ! -name .model_server.pid)" ""
