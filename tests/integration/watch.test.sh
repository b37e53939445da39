#!/usr/bin/env bash
# What TorchServe writes into its directory comes into the table: what was missed at the start, each new file from then
# on, through rotation of the directory, servers that are away, and signals.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/refusals.sh"
source "$ROOT/tests/integration/waiting.sh"

startup=20261119081502118-startup.cfg changed=20261119093047006-snapshot.cfg shutdown=20261119220000431-shutdown.cfg
startup_item=${startup}_1795076102118_1 changed_item=${changed}_1795080647006_2 shutdown_item=${shutdown}_1795125600431_2
log=$work/watch.log

# As TorchServe would write it N seconds after its snapshot of 09:30:47: its name and its JSON agree.
later_snapshot() {
    sed "s/20261119093047006/$(stamp "$1")/; s/1795080647006/$((1795080647006 + $1 * 1000))/" "$snapshots/$changed"
}

stamp() {
    date -u -d "@$((1795080647 + $1))" +%Y%m%d%H%M%S006
}

later_file() {
    echo "$(stamp "$1")-snapshot.cfg"
}

later_item() {
    echo "$(later_file "$1")_$((1795080647006 + $1 * 1000))_2"
}

names() {
    ddbsnap list --limit 100 --json | jq -r '.[].name'
}

start_watch() {
    : >"$log"
    "$DDBSNAP" "$@" >events.json 2>"$log" &
    watch=$!
}

# Ends it by SIGTERM and expects that exit code.
end_watch() {
    local status=0
    kill -TERM "$watch"
    wait "$watch" || status=$?
    if ((status != $1)); then fail "exit $status, not $1: $(<"$log")"; fi
}

start_server

# --- what cannot be meant ------------------------------------------------------------------------------------------------

mkdir config
refused 1 "table Snapshots2 does not exist" "table create" -- ddbsnap watch config
expect_exit 0 ddbsnap table create
refused 2 "config is the store itself" "--store" -- ddbsnap --store file:config watch config
refused 2 "blue is the store itself" -- ddbsnap --store file:config --series blue watch config/blue
refused 2 '--quiet-time "soon"' "250ms" -- ddbsnap watch config --quiet-time soon
refused 2 '--grace "10"' "250ms" -- ddbsnap watch config --grace 10
refused 2 "grace" -- ddbsnap watch config --once --grace 0s
refused 2 "DIR" "ddbsnap --help" -- ddbsnap watch
rmdir config
expect_exit 3 ddbsnap watch config --once
expect_contains "$err" "there is no directory config"

# --- each new file, from before the directory is there ----------------------------------------------------------------------

start_watch --json watch config
wait_for_line "$log" "config is not there; waiting"
mkdir config
wait_for_line "$log" "watching config"
cp "$snapshots/$startup" config/
wait_for_line "$log" "stored $startup_item"
expect_exit 0 ddbsnap last
expect_same "$out" "$snapshots/$startup"

# A file counts when it is closed, one that is no snapshot when it has become one, others never.
echo "not a snapshot" >config/README
exec 3>config/$changed
head -c 1000 "$snapshots/$changed" >&3
: >"config/$(later_file 5)"
wait_for_line "$log" "passed over: config/$(later_file 5)"
expect_equal "$(names)" "$startup_item"
tail -c +1001 "$snapshots/$changed" >&3
exec 3>&-
wait_for_line "$log" "stored $changed_item"
later_snapshot 5 >"config/$(later_file 5)"
wait_for_line "$log" "stored $(later_item 5)"
expect_exit 0 ddbsnap last
expect_same "$out" "config/$(later_file 5)"

# The directory is rotated; what was written before anybody watches the new one is found.
mv config config.1
wait_for_line "$log" "config is not there any more"
mkdir new
later_snapshot 10 >"new/$(later_file 10)"
mv new config
wait_for_line "$log" "stored $(later_item 10)"
rm -r config
mkdir config
later_snapshot 15 >"config/$(later_file 15)"
wait_for_line "$log" "stored $(later_item 15)"

end_watch 0
expected=("$startup_item" "$changed_item" "$(later_item 5)" "$(later_item 10)" "$(later_item 15)")
expect_equal "$(jq -r 'select(.outcome == "stored").name' events.json)" "$(printf '%s\n' "${expected[@]}")"
expect_equal "$(names)" "$(printf '%s\n' "${expected[@]}" | tac)"
if grep -q README "$log"; then fail "it tells of files that are not TorchServe's"; fi

# --- what was missed ------------------------------------------------------------------------------------------------------------

for n in 30 20 25; do later_snapshot "$n" >"config/$(later_file "$n")"; done
expect_exit 0 ddbsnap watch config --once
expect_equal "$(names | head -n 4)" "$(for n in 30 25 20 15; do later_item "$n"; done)"
expect_exit 0 ddbsnap -q watch config --once --json
expect_equal "$(<"$out")$(<"$err")" ""

# Into files, and into a series of its own.
expect_exit 0 ddbsnap --store file:kept --series blue watch config --once
expect_equal "$(ddbsnap --store file:kept --series blue list --json | jq -r '.[].name')" \
    "$(for n in 30 25 20 15; do later_file "$n"; done)"

# --- a server that is away --------------------------------------------------------------------------------------------------------

kill_server
expect_exit 1 ddbsnap watch config --once
expect_contains "$err" 127.0.0.1
later_snapshot 35 >"config/$(later_file 35)"
start_watch watch config
wait_for_line "$log" "trying again"
start_server
wait_for_line "$log" "stored $(later_item 35)"

# One that goes away while it is watching; its file may be gone when the server is there again.
end_watch 0
start_watch watch config --spool-dir spool --grace 500ms
wait_for_line "$log" "watching config"
refused 1 "spool" -- ddbsnap watch config --spool-dir spool
kill_server
later_snapshot 40 >"config/$(later_file 40)"
wait_until compgen -G "spool/*.snapshot" >/dev/null
end_watch 1
expect_contains "$log" "not stored: $(later_item 40)"
rm "config/$(later_file 40)"
start_server
expect_exit 0 ddbsnap watch config --spool-dir spool --once
expect_contains "$err" "stored $(later_item 40)"
expect_equal "$(names | head -n 1)" "$(later_item 40)"

# Without a spool directory the file itself is what the next start takes.
kill_server
start_watch watch config
wait_for_line "$log" "trying again"
later_snapshot 45 >"config/$(later_file 45)"
end_watch 1
expect_contains "$log" "the store was not reached"
start_server
expect_exit 0 ddbsnap watch config --once
expect_contains "$err" "stored $(later_item 45)"

# Nobody reads any more what it prints: it saves all the same.
start_watch watch config
wait_for_line "$log" "watching config"
end_watch 0
{
    "$DDBSNAP" --json watch config 2>"$log" &
    echo $! >pid
    wait $! || true
} | true &
wait_for_line "$log" "watching config"
later_snapshot 50 >"config/$(later_file 50)"
wait_for_line "$log" "stored $(later_item 50)"
later_snapshot 55 >"config/$(later_file 55)"
wait_for_line "$log" "stored $(later_item 55)"
kill -TERM "$(<pid)"
wait
expect_contains "$log" "standard output"
