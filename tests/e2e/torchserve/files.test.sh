#!/usr/bin/env bash
# What TorchServe itself writes into logs/config goes through every way there is into a table and back, byte by byte
# and under the names and times that the plugin gives; and TorchServe starts from what came back.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

table=dynamodb:Snapshots2

# The time in the snapshot's JSON, which is not always the one in its name.
created_of() {
    grep '^model_snapshot=' "$1" | grep -o '"created"[^0-9]*[0-9]*' | grep -o '[0-9]*$'
}

# As the plugin would have stored it: <name>_<created>_<modelCount>.
item_of() {
    local count
    count=$(grep '^model_snapshot=' "$1" | grep -o '"modelCount"[^0-9]*[0-9]*' | grep -o '[0-9]*$')
    echo "${1##*/}_$(created_of "$1")_$count"
}

# In the store $1 are exactly the files of logs/config, as the plugin would have stored them.
expect_all_in() {
    local file
    expect_equal "$(ddbsnap --store "$1" list --limit 100 --json | jq -r '.[].name')" \
        "$(for file in "${files[@]}"; do item_of "$file"; done | tac)"
    for file in "${files[@]}"; do
        expect_exit 0 ddbsnap --store "$1" show "$(item_of "$file")"
        expect_same "$out" "$file"
    done
}

is_stored() {
    ddbsnap list --json | jq -e --arg name "$(item_of "$1")" 'any(.[]; .name == $name)' >/dev/null
}

newest_file() {
    find logs/config -type f | sort | tail -n 1
}

start_server
expect_exit 0 ddbsnap table create
make_archive noop 1.0
make_archive noop 2.0
make_archive echo 1.0

# --- all that TorchServe writes, while it is watched ------------------------------------------------------------------

setpriv --pdeathsig KILL "$DDBSNAP" watch logs/config --quiet-time 0ms 2>watch.log &
watch=$!
wait_for_line watch.log "waiting"
start_torchserve
wait_for_line watch.log "stored $(item_of "$(newest_file)")"
changes=("register noop 1.0" "register noop 2.0" "set_default noop 2.0" "scale noop 3" "register echo 1.0"
    "unregister noop 1.0" "unregister echo 1.0")
for change in "${changes[@]}"; do
    $change
    wait_for_line watch.log "stored $(item_of "$(newest_file)")"
done
stop_torchserve
wait_until is_stored "$(newest_file)"
status=0
kill -TERM "$watch"
wait "$watch" || status=$?
expect_equal "$status" 0

mapfile -t files < <(find logs/config -type f | sort)
expect_equal "${#files[@]}" $((${#changes[@]} + 2))
expect_equal "$(printf '%s\n' "${files[@]}" | grep -o '[a-z]*\.cfg$' | sort | uniq -c | tr -s ' ')" \
    "$(printf ' %s\n' "1 shutdown.cfg" "${#changes[@]} snapshot.cfg" "1 startup.cfg")"
expect_all_in "$table"

# --- the command reads the directory as it is -------------------------------------------------------------------------

expect_exit 0 ddbsnap --store file:logs/config last
expect_same "$out" "${files[-1]}"
expect_exit 0 ddbsnap --store file:logs/config list --json
expect_equal "$(jq -r '.[].name' "$out")" "$(for file in "${files[@]}"; do echo "${file##*/}"; done | tac)"

# --- by copying, by saving one by one, and by watching afterwards ----------------------------------------------------

copied=dynamodb:Copied saved=dynamodb:Saved once=dynamodb:Once
for store in "$copied" "$saved" "$once"; do expect_exit 0 ddbsnap --store "$store" table create; done
expect_exit 0 ddbsnap copy file:logs/config "$copied"
expect_all_in "$copied"
expect_equal "$(ddbsnap --store "$copied" list --limit 100 --json | jq -r '.[].createdMs')" \
    "$(for file in "${files[@]}"; do created_of "$file"; done | tac)"
for file in "${files[@]}"; do expect_exit 0 ddbsnap --store "$saved" save "$file"; done
expect_all_in "$saved"
expect_exit 0 ddbsnap --store "$once" watch logs/config --once
expect_all_in "$once"

# --- back to files, from which TorchServe starts ----------------------------------------------------------------------

expect_exit 0 ddbsnap copy "$copied" file:back
diff -r logs/config back >&2 || fail "the files that came back are others"
rm -r logs config.properties
expect_exit 0 ddbsnap copy "$copied" file:logs/config
start_torchserve
expect_equal "$(models)" "noop 2.0 *"
kill_torchserve

# The newest alone is enough.
rm -r logs
expect_exit 0 ddbsnap copy "$saved" file:logs/config --limit 1
start_torchserve
expect_equal "$(models)" "noop 2.0 *"
