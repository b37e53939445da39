#!/usr/bin/env bash
# Bodies above an item's 409,600 bytes come back byte by byte, are pruned with all their parts, and leave nothing
# visible when a save is interrupted.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# items FILTER: the keys of the table's items that jq's filter selects
items() {
    local start=null
    : >.items
    while [[ $start != done ]]; do
        jq -cn --argjson start "$start" '{TableName: "Snapshots2", ConsistentRead: true,
            ProjectionExpression: "snapshotName, createdOn, parts, encoding, bodyKind, bodySize"}
            + if $start then {ExclusiveStartKey: $start} else {} end' | call Scan >.page
        jq -c '.Items[]' .page >>.items
        start=$(jq -c '.LastEvaluatedKey // "done"' .page)
        if [[ $start == '"done"' ]]; then start=done; fi
    done
    jq -rs "map(select($1)) | sort_by(.snapshotName.S)[] | .snapshotName.S" .items
}

# call OPERATION <request: the response
call() {
    local body host=${AWS_ENDPOINT_URL_DYNAMODB#http://}
    body=$(cat)
    printf 'POST / HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: DynamoDB_20120810.%s\r\n\r\n%s' \
        "$host" "$1" "$body" | ddbsnap sign --service dynamodb --print headers >.headers
    curl -sf -H @.headers -H 'Content-Type: application/x-amz-json-1.0' -H "X-Amz-Target: DynamoDB_20120810.$1" \
        --data-binary "$body" "$AWS_ENDPOINT_URL_DYNAMODB/"
}

is_part='.snapshotName.S | contains("#part-")'

start_server
expect_exit 0 ddbsnap table create

for ((i = 0; i < 40000; i++)); do echo "model.$i.workers = 4, ü"; done >text
head -c 5000000 /dev/urandom >noise
(($(wc -c <text) > 1000000)) || fail "the text is too small"

# Text, which gets small enough for one item.
expect_exit 0 ddbsnap --series text save text --name text
expect_exit 0 ddbsnap --series text last -o restored
expect_same restored text
expect_exit 0 ddbsnap --series text show text -o restored
expect_same restored text
expect_equal "$(items "$is_part")" ""
expect_exit 0 ddbsnap --series text list --json
expect_equal "$(jq -c '.[] | [.name, .size]' "$out")" "[\"text\",$(wc -c <text)]"

# Bytes that get no smaller.
expect_exit 0 ddbsnap --series noise save noise --name noise --binary
expect_exit 0 ddbsnap --series noise last -o restored
expect_same restored noise
expect_exit 0 ddbsnap --series noise show noise -o restored
expect_same restored noise
expect_equal "$(items "$is_part" | wc -l)" 13
expect_exit 0 ddbsnap --series noise list --json
expect_equal "$(jq -c '.[] | [.name, .size]' "$out")" '["noise",5000000]'

# Saved again at the same time it is the same.
created=2026-11-23T10:45:55.123Z
for attempt in 1 2; do
    expect_exit 0 ddbsnap --series again save noise --name "again" --binary --created "$created"
    expect_equal "$(items "$is_part" | grep -c again/)" 13
    expect_exit 0 ddbsnap --series again last -o restored
    expect_same restored noise
done

# Pruned with its parts.
expect_exit 0 ddbsnap --series noise save text --name newer
expect_exit 0 ddbsnap --series noise prune --keep 1
expect_equal "$(<"$out")" noise
expect_equal "$(items '.snapshotName.S | startswith("noise/")')" noise/newer

# A save that is killed in the middle leaves parts that nobody sees. The clock of --created makes them old.
expect_exit 0 ddbsnap --series killed save text --name before --created 2026-11-01T00:00:00Z
head -c 64000000 /dev/urandom >huge
ddbsnap --series killed save huge --name huge --binary --created "$created" >/dev/null 2>&1 &
saving=$!
until [[ -n $(items "$is_part and (.snapshotName.S | startswith(\"killed/\"))") ]]; do :; done
kill -9 "$saving"
wait "$saving" || true
expect_exit 0 ddbsnap --series killed last -o restored
expect_same restored text
expect_exit 0 ddbsnap --series killed list --json
expect_equal "$(jq -r '.[].name' "$out")" before
expect_exit 3 ddbsnap --series killed show huge

# They may still be those of a save under way: an hour must have passed.
expect_exit 0 ddbsnap --series killed prune --orphans
expect_equal "$(<"$out")" ""
left=$(items "$is_part" | grep -c ^killed/)
((left > 0)) || fail "no parts are left"
