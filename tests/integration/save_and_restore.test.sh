#!/usr/bin/env bash
# What is saved comes back byte by byte, newest first, each series by itself, from a server that may crash.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

files=("$snapshots"/*.cfg)
startup=${files[0]} changed=${files[1]} shutdown=${files[2]}

names() {
    ddbsnap "$@" list --json | jq -r '.[].name'
}

start_server

# Without a table the reason and the next step are named.
expect_exit 1 ddbsnap save "$startup" --name "${startup##*/}"
expect_contains "$err" Snapshots2
expect_contains "$err" "table create"

expect_exit 0 ddbsnap table create
expect_exit 0 ddbsnap table describe

# Nothing there is not an error, and has an exit code of its own.
expect_exit 3 ddbsnap last
expect_equal "$(<"$out")" ""
expect_exit 0 ddbsnap list --json
expect_equal "$(jq -c . "$out")" "[]"

# The last one saved is the last one, and each is found by its name.
for file in "${files[@]}"; do
    expect_exit 0 ddbsnap save "$file" --name "${file##*/}"
    expect_exit 0 ddbsnap last -o restored.cfg
    expect_same restored.cfg "$file"
done
expect_equal "$(names)" "$(printf '%s\n' "${shutdown##*/}" "${changed##*/}" "${startup##*/}")"
expect_exit 0 ddbsnap last
expect_same "$out" "$shutdown"
expect_exit 3 ddbsnap show no-such-snapshot.cfg

# A named series is apart from the default one.
expect_exit 0 ddbsnap --series blue save "$startup" --name of-blue.cfg
expect_exit 0 ddbsnap --series blue last -o blue.cfg
expect_same blue.cfg "$startup"
expect_equal "$(names --series blue)" of-blue.cfg
expect_exit 0 ddbsnap last -o restored.cfg
expect_same restored.cfg "$shutdown"
expect_exit 3 ddbsnap --series green last

# Any bytes, from standard input.
for ((byte = 0; byte < 256; byte++)); do
    printf "\\x$(printf %02x "$byte")"
done >all_bytes
expect_exit 0 ddbsnap --series blobs save --binary --name all_bytes <all_bytes
expect_exit 0 ddbsnap --series blobs last -o restored_bytes
expect_same restored_bytes all_bytes
expect_exit 0 ddbsnap --series blobs last
expect_same "$out" all_bytes

# What was acknowledged is there after a crash of the server.
kill_server
start_server
expect_exit 0 ddbsnap last -o restored.cfg
expect_same restored.cfg "$shutdown"

# Pruning keeps the newest, and leaves other series alone.
expect_exit 0 ddbsnap prune --keep 1 --dry-run
expect_equal "$(names | wc -l)" 3
expect_exit 0 ddbsnap prune --keep 1
expect_equal "$(names)" "${shutdown##*/}"
expect_exit 0 ddbsnap last -o restored.cfg
expect_same restored.cfg "$shutdown"
expect_equal "$(names --series blue)" of-blue.cfg

# An unreachable server is an error that names it.
stop_server
expect_exit 1 ddbsnap last
expect_contains "$err" 127.0.0.1
