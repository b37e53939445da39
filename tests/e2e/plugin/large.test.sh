#!/usr/bin/env bash
# Snapshots above the 400 KB of an item: the original plugin cannot save them.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

now=$(date +%s000)
# models N STATE: a case of so many models with the state that this jq expression gives
models() {
    case_at "$now" | jq "(reduce range($1) as \$n ({}; .[\"model-\\(\$n)\"] = {\"1.0\": $2})) as \$all
        | .models = \$all | .modelCount = $1"
}

models 5000 '{defaultVersion: true, marName: "model-\($n).mar", minWorkers: 1, maxWorkers: 4, batchSize: 8}' >many.json
noise=$(head -c 900000 /dev/urandom | base64 -w 0 | jq -R '[scan(".{1000}")]')
case_at $((now + 1)) | jq --slurpfile noise <(echo "$noise") \
    '.models = ($noise[0] | to_entries | map({key: "model-\(.key)", value: {"1.0": {marName: .value}}}) | from_entries) | .modelCount = (.models | length)' >noise.json

start_server
expect_exit 0 ddbsnap table create
start_original original
for case in many noise; do
    ask original save $case.json
    [[ $answer == failed:*DynamoDb* ]] || fail "the original saves ${answer:0:1000}"
    start_host host
    expect_answer saved host save $case.json
    expect_stored host $case.json
    end host
    start_host host
    expect_case $case.json host last
    end host
    expect_exit 0 ddbsnap list --json
    (($(jq '.[0].size' "$out") > 409600)) || fail "$case is too small"
done
end original
