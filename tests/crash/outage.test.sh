#!/usr/bin/env bash
# The server is stopped, throttles, loses its table, OUTAGE seconds each (4), while a process goes on saving.
source "$ROOT/tests/integration/lib.sh"

# What the address sanitizer keeps of freed memory is not the writer's.
export ASAN_OPTIONS=$ASAN_OPTIONS:quarantine_size_mb=8:thread_local_quarantine_size_kb=64
start_server
ddbsnap table create >/dev/null 2>&1
export DDBSNAP_COMMAND=$DDBSNAP ENGINE_COMMAND="env HOME=$real_home $ROOT/tools/local-dynamodb --dir $work/.engine"
python3 "$ROOT/tests/crash/outage.py" "$CRASH_CHILD" "${OUTAGE:-4}" "$work/spool"
