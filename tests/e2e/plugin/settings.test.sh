#!/usr/bin/env bash
# Settings come from where the original plugin takes them, the AWS SDK's system properties and variables, and its own from
# system properties, variables and TorchServe's configuration, in this order.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

now=$(date +%s000)
for n in {1..4}; do case_at $((now + n)) >"$n.json"; done

start_server
expect_exit 0 ddbsnap table create

# What both are given by properties goes before the environment, where all of it is wrong.
as_properties=("-Daws.accessKeyId=$AWS_ACCESS_KEY_ID" "-Daws.secretAccessKey=$AWS_SECRET_ACCESS_KEY" "-Daws.region=$AWS_REGION"
    -Duser.timezone=UTC)
(
    export AWS_ACCESS_KEY_ID=wrong AWS_SECRET_ACCESS_KEY=wrong AWS_REGION=wrong
    start_original original "${as_properties[@]}"
    start_host host "${as_properties[@]}" -Dddbsnap.store=dynamodb:Snapshots2
    expect_answer "$(key_of 1.json)" original save 1.json
    await_case 1.json host last
    expect_answer saved host save 2.json
    expect_stored host 2.json
    expect_case 2.json original item "$(key_of 2.json)"
    end host
    end original
)

# names STORE SERIES
names() {
    ddbsnap --store "$1" --series "$2" list --json | jq -r '.[].name'
}
jq '.settings += {"ddbsnap.store": "file:configured", "ddbsnap.series": "configured"}' 3.json >configured.json
(
    unset DDBSNAP_STORE
    start_host host
    expect_answer saved host save configured.json
    end host
)
expect_equal "$(names file:configured configured)" "$(key_of 3.json)"
(
    export DDBSNAP_STORE=file:exported DDBSNAP_SERIES=exported
    start_host host
    expect_answer saved host save configured.json
    expect_answer "shut down" host shutdown
    expect_case configured.json host last
    end host
    start_host host -Dddbsnap.store=file:given -Dddbsnap.series=given
    expect_answer none host last
    expect_answer saved host save 4.json
    end host
)
expect_equal "$(names file:exported exported)" "$(key_of 3.json)"
expect_equal "$(names file:given given)" "$(key_of 4.json)"
