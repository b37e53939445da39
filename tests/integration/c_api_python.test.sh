#!/usr/bin/env bash
# A program in Python gets its callbacks from another thread, on a table and on files.
# engines: extenddb
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/c_api.sh"

install_library
start_server
expect_exit 0 ddbsnap table create
for store in "$DDBSNAP_STORE" file:snapshots; do
    expect_exit 0 with_library python3 "$ROOT/tests/integration/c_api.py" "$library" "$store"
done

# What a process left in its spool when it was killed, the next one stores.
kill_server
expect_exit 137 with_library python3 "$ROOT/tests/integration/c_api.py" "$library" "$DDBSNAP_STORE" --be-killed
engine start --engine "$ENGINE" >/dev/null
expect_exit 0 with_library python3 "$ROOT/tests/integration/c_api.py" "$library" "$DDBSNAP_STORE" --recover
expect_exit 0 ddbsnap --series spooled last
expect_equal "$(<"$out")" "before the kill"
