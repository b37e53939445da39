#!/usr/bin/env bash
# What was saved is what the next process restores, at once, however the one before has ended.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

now=$(date +%s000)
for n in 1 2 3 4 5 6; do case_at $((now + n)) >$n.json; done

start_server
expect_exit 0 ddbsnap table create

# Ended as TorchServe ends, without a wait for what was just saved.
start_host server
expect_answer saved server save 1.json
end server
start_host server
expect_case 1.json server last

# Killed as soon as it was stored.
for n in 2 3; do
    expect_answer saved server save $n.json
    expect_stored server $n.json
    crash server
    start_host server
    expect_case $n.json server last
done

# The index does not have it yet.
expect_answer saved server save 4.json
expect_stored server 4.json
/usr/bin/python3 - "$(key_of 4.json)" <<'PYTHON'
import os, sys
import botocore.session

client = botocore.session.get_session().create_client(
    "dynamodb", region_name=os.environ["AWS_REGION"], endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"])
of_name = {"TableName": "Snapshots2", "KeyConditionExpression": "snapshotName = :n", "ExpressionAttributeValues": {":n": {"S": sys.argv[1]}}}
item, = client.query(**of_name)["Items"]
key = {name: item[name] for name in ("snapshotName", "createdOn")}
client.update_item(TableName="Snapshots2", Key=key, UpdateExpression="REMOVE createdOnMonth")
PYTHON
crash server
start_host server
expect_case 4.json server last
end server

# Killed while DynamoDB is away: the next one has it from the spool directory, and stores it as soon as it can.
kill_server
start_host server -Dddbsnap.spool_dir="$work/spool"
expect_answer saved server save 5.json
wait_until compgen -G "spool/*.snapshot" >/dev/null
crash server
start_host server -Dddbsnap.spool_dir="$work/spool" -Dddbsnap.restore_timeout_ms=500
expect_case 5.json server last
start_server
expect_stored server 5.json
expect_exit 0 ddbsnap list --json
expect_equal "$(jq -r '.[0].name' "$out")" "$(key_of 5.json)"
end server

# And ended so.
kill_server
start_host server -Dddbsnap.spool_dir="$work/spool" -Dddbsnap.shutdown_timeout_ms=200
expect_answer saved server save 6.json
end server
start_server
start_host server -Dddbsnap.spool_dir="$work/spool"
expect_case 6.json server last
expect_stored server 6.json
end server
