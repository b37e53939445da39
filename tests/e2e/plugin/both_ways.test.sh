#!/usr/bin/env bash
# What this plugin and the command write, the original plugin reads; what that writes, they read: every character, every
# key, known or not.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

now=$(date +%s000)
month=$(date -u -d "@${now%000}" +%Y-%m)
for n in 1 2 3 4; do
    case_at $((now + n)) escapes.json >$n.json
done

has_items() {
    ask original month "$month"
    (($(jq length <<<"$answer") == $1))
}

start_server
expect_exit 0 ddbsnap table create
# Texts do not depend on the machine's locale.
export LC_ALL=C
start_original original -Duser.timezone=UTC
start_host host -Duser.timezone=UTC

# This plugin's.
expect_answer none host last
expect_answer saved host save 1.json
expect_stored host 1.json
expect_case 1.json host last
expect_case 1.json original item "$(key_of 1.json)"
wait_until has_items 1
jq '.[0] | del(.snapshot)' <<<"$answer" >attributes.json
jq -n --arg name "$(key_of 1.json)" --arg time "$(date -u -d "@${now%000}" '+%F %T'),001" --arg month "$month" \
    '{snapshotName: $name, createdOn: $time, createdOnMonth: $month}' >expected.json
diff expected.json attributes.json >&2 || fail "the item's attributes"
jq -j '.[0].snapshot' <<<"$answer" >text
expect_exit 0 ddbsnap show "$(key_of 1.json)"
expect_same "$out" text

# The command's.
expect_answer written original text 2.json 2.cfg
expect_exit 0 ddbsnap save 2.cfg --created "$(date -u -d "@${now%000}" +%FT%T.002Z)"
expect_equal "$(<"$out")" "$(key_of 2.json)"
expect_case 2.json original item "$(key_of 2.json)"
expect_case 2.json host last

# The original's.
expect_answer "$(key_of 3.json)" original save 3.json
await_case 3.json host last
wait_until has_items 3
expect_equal "$(jq -c 'map(.snapshotName)' <<<"$answer")" "$(for n in 3 2 1; do key_of $n.json; done | jq -Rnc '[inputs]')"
jq -j '.[0].snapshot' <<<"$answer" >text
for command in last "show $(key_of 3.json)"; do
    expect_exit 0 ddbsnap $command
    expect_same "$out" text
done
expect_exit 0 ddbsnap list --json
expect_equal "$(jq -r '.[0].name' "$out")" "$(key_of 3.json)"

# Somebody has given the items attributes of his own.
/usr/bin/python3 - <<'PYTHON'
import os
import botocore.session

client = botocore.session.get_session().create_client(
    "dynamodb", region_name=os.environ["AWS_REGION"], endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"])
own = {"S": "text"}, {"N": "1.5"}, {"B": b"\0\xff"}, {"BOOL": True}, {"NULL": True}, {"SS": ["a"]}, {"NS": ["1"]}, {"L": [{"M": {}}]}
for item in client.scan(TableName="Snapshots2")["Items"]:
    item |= {f"own{n}": value for n, value in enumerate(own)}
    client.put_item(TableName="Snapshots2", Item=item)
PYTHON
for n in 1 2 3; do
    expect_case $n.json original item "$(key_of $n.json)"
done
expect_case 3.json host last

# By turns.
expect_answer saved host save 4.json
expect_stored host 4.json
expect_case 4.json host last
expect_case 4.json original item "$(key_of 4.json)"
end host
end original
