#!/usr/bin/env bash
# A start that fails leaves the newest snapshot as it is: TorchServe, which has no models then, saves all the same when it
# ends, and what it saves would be what the next start restores.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

newest() {
    ddbsnap list --limit 1 --json | jq -r '.[0].name'
}

start_server
expect_exit 0 ddbsnap table create
make_archive noop 1.0
start_torchserve "${with_plugin[@]}"
register noop 1.0
stop_torchserve
before=$(newest)

# An archive is not there, as where the volume with the model store comes later.
mv store elsewhere
mkdir store
launch_torchserve "${with_plugin[@]}"
wait_until torchserve_has_ended
expect_contains "$torchserve_out" "Model archive file for model :noop, version :1.0 not found in model store"
expect_contains "$torchserve_out" "is not saved: the server has not started"
expect_equal "$(newest)" "$before"

# A port is taken.
rmdir store
mv elsewhere store
setpriv --pdeathsig KILL /usr/bin/python3 -c '
import signal, socket, sys

server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("ready", flush=True)
signal.pause()' "${ports[1]}" >taken &
taken=$!
wait_until test -s taken
launch_torchserve "${with_plugin[@]}"
wait_until torchserve_has_ended
expect_equal "$(newest)" "$before"
kill "$taken"
wait "$taken" || true

start_torchserve "${with_plugin[@]}"
expect_equal "$(models)" "noop 1.0 *"
