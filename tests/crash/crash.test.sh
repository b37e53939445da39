#!/usr/bin/env bash
# A process that saves as fast as it can is killed at random moments: CRASHES times for each promise (40).
source "$ROOT/tests/integration/lib.sh"

at_end() {
    "$ROOT/tools/bench/server" stop --dir "$work/front"
}

start_server
# A request whose client is gone is finished, as DynamoDB does it. ExtendDB by itself drops it in the middle of a
# transaction, which can lock its database for good.
eval "$("$ROOT/tools/bench/server" start --dir "$work/front" --sizes 1024 --before "$AWS_ENDPOINT_URL_DYNAMODB")"
export AWS_ENDPOINT_URL_DYNAMODB=$DDBSNAP_BENCH_FRONT
ddbsnap table create >/dev/null 2>&1
python3 "$ROOT/tests/crash/crash.py" "$CRASH_CHILD" stored "" "${CRASHES:-40}"
python3 "$ROOT/tests/crash/crash.py" "$CRASH_CHILD" spooled "$work/spool" "${CRASHES:-40}"
# Interrupted saves have left nothing that can be seen; what they left can be swept.
expect_exit 0 ddbsnap --series crash list -n 5
expect_exit 0 ddbsnap --series crash prune --orphans --dry-run
