#!/usr/bin/env bash
# Bodies above an item's 409,600 bytes come back byte by byte, are pruned with all their parts, and leave nothing
# visible when a save is interrupted.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/clock.sh"

# names TEXT: the names of the table's items that hold it
names() {
    /usr/bin/python3 - "$1" <<'PYTHON'
import os, sys
import botocore.session

client = botocore.session.get_session().create_client(
    "dynamodb", region_name=os.environ["AWS_REGION"], endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"])
pages = client.get_paginator("scan").paginate(
    TableName="Snapshots2", ConsistentRead=True, ProjectionExpression="snapshotName")
for page in pages:
    for item in page["Items"]:
        if sys.argv[1] in item["snapshotName"]["S"]:
            print(item["snapshotName"]["S"])
PYTHON
}

# wait_for_item NAME CREATED_ON: until it is there
wait_for_item() {
    /usr/bin/python3 - "$@" <<'PYTHON'
import os, sys
import botocore.session

client = botocore.session.get_session().create_client(
    "dynamodb", region_name=os.environ["AWS_REGION"], endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"])
key = {"snapshotName": {"S": sys.argv[1]}, "createdOn": {"S": sys.argv[2]}}
while "Item" not in client.get_item(TableName="Snapshots2", Key=key, ProjectionExpression="snapshotName"):
    pass
PYTHON
}

start_server
expect_exit 0 ddbsnap table create

for ((i = 0; i < 45000; i++)); do echo "model.$i.workers = 4, ü"; done >text
head -c 5000000 /dev/urandom >noise
(($(wc -c <text) > 1000000)) || fail "the text is too small"

# Text, which gets small enough for one item.
expect_exit 0 ddbsnap --series text save text --name text
expect_exit 0 ddbsnap --series text last -o restored
expect_same restored text
expect_exit 0 ddbsnap --series text show text -o restored
expect_same restored text
expect_equal "$(names '#part-')" ""
expect_exit 0 ddbsnap --series text list --json
expect_equal "$(jq -c '.[] | [.name, .size]' "$out")" "[\"text\",$(wc -c <text)]"

# Bytes that get no smaller.
expect_exit 0 ddbsnap --series noise save noise --name noise --binary
expect_exit 0 ddbsnap --series noise last -o restored
expect_same restored noise
expect_exit 0 ddbsnap --series noise show noise -o restored
expect_same restored noise
expect_equal "$(names 'noise/noise#part-' | wc -l)" 13
expect_exit 0 ddbsnap --series noise list --json
expect_equal "$(jq -c '.[] | [.name, .size]' "$out")" '["noise",5000000]'

# Saved again at the same time it is the same.
created=2026-11-23T10:45:55.123Z
for attempt in 1 2; do
    expect_exit 0 ddbsnap --series again save noise --name again --binary --created "$created"
    expect_equal "$(names 'again/again#part-' | wc -l)" 13
    expect_exit 0 ddbsnap --series again last -o restored
    expect_same restored noise
done

# Pruned with its parts.
expect_exit 0 ddbsnap --series noise save text --name newer
expect_exit 0 ddbsnap --series noise prune --keep 1
expect_equal "$(<"$out")" noise
expect_equal "$(names noise/)" noise/newer

# A save that is killed in the middle leaves parts that nobody sees.
expect_exit 0 ddbsnap --series killed save text --name before
head -c 32000000 /dev/urandom >huge
day=$(date -u +%F)
setpriv --pdeathsig KILL "$DDBSNAP" --series killed save huge --name huge --binary \
    --created "${day}T00:00:00.001Z" >/dev/null 2>&1 &
saving=$!
wait_for_item killed/huge#part-0001 "$day 00:00:00,001"
kill -9 "$saving"
wait "$saving" 2>/dev/null || true
expect_equal "$(names killed/huge | grep -vc '#part-')" 0
expect_exit 0 ddbsnap --series killed last -o restored
expect_same restored text
expect_exit 0 ddbsnap --series killed list --json
expect_equal "$(jq -r '.[].name' "$out")" before
expect_exit 3 ddbsnap --series killed show huge

# As long as they may be those of a save under way they stay; then they are removed, and nothing else is.
left=$(names killed/huge#part- | wc -l)
expect_exit 0 ddbsnap --series killed prune --orphans
expect_equal "$(<"$out")" ""
command_by_clock later +2h
expect_exit 0 ./later --series again prune --orphans
expect_equal "$(<"$out")" ""
expect_exit 0 ./later --series killed prune --orphans --dry-run
expect_equal "$(wc -l <"$out")" "$left"
expect_exit 0 ./later --series killed prune --orphans
expect_equal "$(wc -l <"$out")" "$left"
expect_contains "$err" "removed $left left behind by interrupted saves"
expect_equal "$(names killed/)" killed/before
expect_exit 0 ddbsnap --series again last -o restored
expect_same restored noise

# What is above 64 MB is refused, and what is not comes back.
truncate -s $((64 * 1024 * 1024 + 1)) too_large
expect_exit 1 ddbsnap --series limit save too_large --name n --binary
expect_contains "$err" "67108865 bytes, above the limit of 67108864"
expect_equal "$(names limit/)" ""
truncate -s $((64 * 1024 * 1024)) limit
expect_exit 0 ddbsnap --series limit save limit --name n --binary
expect_exit 0 ddbsnap --series limit last -o restored
expect_same restored limit

# Files have no such limit; what an interrupted save leaves there is removed the same way.
export DDBSNAP_STORE=file:snapshots
expect_exit 0 ddbsnap save noise --name noise --binary
touch -d '61 minutes ago' snapshots/.ddbsnap-0123456789abcdef.tmp
touch snapshots/.ddbsnap-fedcba9876543210.tmp
expect_exit 0 ddbsnap prune --orphans
expect_equal "$(<"$out")" .ddbsnap-0123456789abcdef.tmp
expect_exit 0 ddbsnap prune --orphans
expect_equal "$(<"$out")" ""
expect_exit 0 ddbsnap last -o restored
expect_same restored noise
