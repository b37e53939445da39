#!/usr/bin/env bash
# TorchServe's document on its DynamoDB plugin, executed with this one: the table made by the document's own command, the
# documented start, its log, and models that come back from the table after a crash and after a stop.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Debian's, by its path: a version manager may have put something of that name before it. It is older than
# AWS_ENDPOINT_URL_DYNAMODB.
aws() {
    /usr/bin/aws --endpoint-url "$AWS_ENDPOINT_URL_DYNAMODB" --region "$AWS_REGION" --output json "$@"
}

# Whether the newest snapshot in the table has these models, and is of that kind.
newest_is() {
    local kind=$1 wanted=$2
    [[ $(ddbsnap list --limit 1 --json | jq -r '.[0].name') == *-"$kind".cfg_* ]] || return 1
    [[ $(models_of_newest) == "$wanted" ]]
}

# As `models` has them.
models_of_newest() {
    ddbsnap -q last | /usr/bin/python3 -c '
import json, re, sys

line = re.search("^model_snapshot=(.*)$", sys.stdin.read(), re.MULTILINE)[1]
text = re.sub(r"\\(.)", lambda escaped: {"n": "\n"}.get(escaped[1], escaped[1]), line)
for name, versions in sorted(json.loads(text)["models"].items()):
    for version, state in sorted(versions.items()):
        print(name, version + " *" * state["defaultVersion"])'
}

start_server
make_archive noop 1.0
make_archive noop 2.0

# --- the table, by the document's command ------------------------------------------------------------------------------

aws dynamodb create-table \
    --table-name Snapshots2 \
    --attribute-definitions \
    AttributeName=snapshotName,AttributeType=S \
    AttributeName=createdOn,AttributeType=S \
    AttributeName=createdOnMonth,AttributeType=S \
    --key-schema \
    AttributeName=snapshotName,KeyType=HASH \
    AttributeName=createdOn,KeyType=RANGE \
    --provisioned-throughput \
    ReadCapacityUnits=10,WriteCapacityUnits=5 \
    --global-secondary-indexes \
    '[{
        "IndexName": "createdOnMonth-index",
        "KeySchema": [{"AttributeName": "createdOnMonth", "KeyType": "HASH"},
                      {"AttributeName": "createdOn", "KeyType": "RANGE"}],
        "Projection": {"ProjectionType": "ALL"},
        "ProvisionedThroughput": {"ReadCapacityUnits": 10, "WriteCapacityUnits": 5}
    }]' >/dev/null
table_is_active() {
    [[ $(ddbsnap table describe --json | jq -r '.status, .indexes[].status' | sort -u) == ACTIVE ]]
}
wait_until table_is_active

# --- the start -----------------------------------------------------------------------------------------------------------

start_torchserve "${with_plugin[@]}"
expect_contains "$ts_log" "PluginsManager - Snapshot serializer plugin has been loaded successfully"
expect_contains "$ts_log" "DDBSnapshotSerializer - Fetching last snapshot from DDB..."
expect_equal "$(grep -c 'ERROR' "$ts_log")" 0
wait_until newest_is startup ""
register noop 1.0
wait_until newest_is snapshot "noop 1.0 *"

# --- after a crash, without what TorchServe wrote into files -------------------------------------------------------------

kill_torchserve
rm -r logs config.properties
start_torchserve "${with_plugin[@]}"
expect_equal "$(models)" "noop 1.0 *"
wait_until newest_is startup "noop 1.0 *"
register noop 2.0
set_default noop 2.0
two_versions=$'noop 1.0\nnoop 2.0 *'
expect_equal "$(models)" "$two_versions"
wait_until newest_is snapshot "$two_versions"

# --- after a stop, whose snapshot is in the table once the process has ended ---------------------------------------------

unregister noop 1.0
stop_torchserve
newest_is shutdown "noop 2.0 *" || fail "the newest is $(ddbsnap list --limit 1): $(models_of_newest)"
start_torchserve "${with_plugin[@]}"
expect_equal "$(models)" "noop 2.0 *"
stop_torchserve
if [[ -e logs/config ]]; then fail "there are snapshots in files: $(ls logs/config)"; fi

# --- what TorchServe's own plugin would find -----------------------------------------------------------------------------

# The month as its JVM has it, from the name that it gave.
newest=$(ddbsnap list --limit 1 --json | jq -r '.[0].name')
aws dynamodb query --table-name Snapshots2 --index-name createdOnMonth-index --no-scan-index-forward --limit 1 \
    --key-condition-expression "createdOnMonth = :month" \
    --expression-attribute-values "{\":month\": {\"S\": \"${newest:0:4}-${newest:4:2}\"}}" >newest.json
expect_equal "$(jq -r '.Items[0].snapshotName.S' newest.json)" "$newest"
expect_equal "$(jq -c '.Items[0] | {snapshotName, createdOn, createdOnMonth, snapshot} | map_values(keys[0])' newest.json)" \
    '{"snapshotName":"S","createdOn":"S","createdOnMonth":"S","snapshot":"S"}'
jq -j '.Items[0].snapshot.S' newest.json >newest.cfg
expect_exit 0 ddbsnap last
expect_same newest.cfg "$out"

# --- and back to files, without the plugin ---------------------------------------------------------------------------------

rm -r logs
expect_exit 0 ddbsnap copy dynamodb:Snapshots2 file:logs/config
start_torchserve
expect_equal "$(models)" "noop 2.0 *"
