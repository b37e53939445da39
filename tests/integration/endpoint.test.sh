#!/usr/bin/env bash
# engines: none
# `ddbsnap endpoint` says where requests would go and why, and asks nobody for it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/refusals.sh"

# goes_to URL REGION [SETTING...] -- [OPTION...]
goes_to() {
    local url=$1 region=$2 with=()
    shift 2
    while [[ $1 != -- ]]; do
        with+=("$1")
        shift
    done
    shift
    expect_exit 0 env "${with[@]}" "$DDBSNAP" endpoint --json "$@"
    expect_equal "$(jq -r '[.url, .signingRegion, .signingName] | join(" ")' "$out")" "$url $region dynamodb"
    expect_equal "$(<"$err")" ""
}

# says NAME VALUE SOURCE: of the settings that were printed last.
says() {
    expect_equal "$(jq -r --arg name "$1" '.settings[] | select(.name == $name) | "\(.value)|\(.source)"' "$out")" "$2|$3"
}

# --- settings and where they come from -------------------------------------------------------------------------

goes_to https://dynamodb.eu-west-1.amazonaws.com eu-west-1 AWS_REGION=eu-west-1 --
says profile default default
says region eu-west-1 AWS_REGION
says endpointUrl null default
says useFips false default
says useDualstack false default
says accountIdEndpointMode preferred default
says resourceArn null default
says resourceArnList null default
expect_equal "$(jq -r 'keys | join(" ")' "$out")" "settings signingName signingRegion url"

goes_to https://dynamodb.eu-west-2.amazonaws.com eu-west-2 AWS_REGION=eu-west-1 -- --region eu-west-2
says region eu-west-2 --region
expect_exit 0 env AWS_REGION=eu-west-1 "$DDBSNAP" --region eu-west-2 --json endpoint
says region eu-west-2 --region
goes_to https://dynamodb.eu-west-3.amazonaws.com eu-west-3 "DDBSNAP_STORE=dynamodb:Snapshots2?region=eu-west-3" --
says region eu-west-3 "the store"

cat >config <<'TEXT'
[profile dev]
region = ca-central-1
use_fips_endpoint = true
[profile elsewhere]
region = eu-west-1
endpoint_url = http://localhost:8000
[profile account]
region = us-east-1
account_id_endpoint_mode = required
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = hush
aws_account_id = 222222222222
[profile role]
region = us-east-1
role_arn = arn:aws:iam::333333333333:role/r
source_profile = account
TEXT
export AWS_CONFIG_FILE=$PWD/config
goes_to https://dynamodb-fips.ca-central-1.amazonaws.com ca-central-1 AWS_PROFILE=dev --
says profile dev AWS_PROFILE
says region ca-central-1 "region of profile dev in $PWD/config:2"
says useFips true "use_fips_endpoint of profile dev in $PWD/config:3"
goes_to https://dynamodb.ca-central-1.amazonaws.com ca-central-1 AWS_PROFILE=dev -- --fips=false
says useFips false --fips
goes_to https://dynamodb-fips.ca-central-1.api.aws ca-central-1 -- --profile dev --dualstack
says profile dev --profile
says useDualstack true --dualstack
goes_to http://localhost:8000 eu-west-1 -- --profile elsewhere
says endpointUrl http://localhost:8000 "endpoint_url of profile elsewhere in $PWD/config:6"
goes_to https://h.example/base eu-west-1 -- --profile elsewhere --endpoint https://h.example/base
says endpointUrl https://h.example/base --endpoint
goes_to https://dynamodb.eu-west-1.amazonaws.com eu-west-1 AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true -- --profile elsewhere
goes_to http://localhost:8000 us-east-1 -- --region local
goes_to http://127.0.0.1:1 "" -- --endpoint http://127.0.0.1:1

# --- accounts --------------------------------------------------------------------------------------------------

goes_to https://222222222222.ddb.us-east-1.amazonaws.com us-east-1 -- --profile account
says accountId 222222222222 "aws_account_id of profile account in $PWD/config:12"
says accountIdEndpointMode required "account_id_endpoint_mode of profile account in $PWD/config:9"
goes_to https://dynamodb.us-east-1.amazonaws.com us-east-1 -- --profile role # STS is not asked
says accountId null "profile role tells it with its keys, which are not fetched"
keys=(AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=hush)
goes_to https://111122223333.ddb.us-east-1.api.aws us-east-1 "${keys[@]}" AWS_ACCOUNT_ID=111122223333 -- --dualstack
says accountId 111122223333 AWS_ACCOUNT_ID
goes_to https://dynamodb.us-east-1.amazonaws.com us-east-1 AWS_REGION=us-east-1 AWS_ACCOUNT_ID=111122223333 --
goes_to https://444444444444.ddb.us-east-1.amazonaws.com us-east-1 "${keys[@]}" -- --account-id 444444444444
says accountId 444444444444 --account-id
goes_to https://dynamodb.us-east-1.amazonaws.com us-east-1 "${keys[@]}" -- --account-id 444444444444 \
    --account-id-mode disabled
says accountIdEndpointMode disabled --account-id-mode
arn=arn:aws:dynamodb:us-east-1:555555555555:table/T
goes_to https://555555555555.ddb.us-east-1.amazonaws.com us-east-1 "${keys[@]}" -- --account-id 4 --resource-arn $arn
says resourceArn $arn --resource-arn
goes_to https://555555555555.ddb.us-east-1.amazonaws.com us-east-1 "${keys[@]}" DDBSNAP_STORE=dynamodb:$arn --
says resourceArn $arn "the store"
goes_to https://555555555555.ddb.us-east-1.amazonaws.com us-east-1 "${keys[@]}" -- --resource-arn-list $arn \
    --resource-arn-list arn:aws:dynamodb:us-east-1:666666666666:table/T
says resourceArnList "$arn,arn:aws:dynamodb:us-east-1:666666666666:table/T" --resource-arn-list
goes_to https://dynamodb.us-east-1.amazonaws.com us-east-1 "${keys[@]}" -- --resource-arn-list T --resource-arn-list $arn

# --- for people ------------------------------------------------------------------------------------------------

expect_exit 0 env "${keys[@]}" AWS_ACCOUNT_ID=111122223333 "$DDBSNAP" endpoint
sed -n 1,3p "$out" >head
printf '%-16s %s\n' url https://111122223333.ddb.us-east-1.amazonaws.com "signing region" us-east-1 \
    "signing name" dynamodb >expected
expect_same head expected
expect_contains "$out" "us-east-1 (AWS_REGION)"
expect_contains "$out" "111122223333 (AWS_ACCOUNT_ID)"
expect_contains "$out" "false (default)"
if grep -q hush "$out"; then fail "a secret is shown"; fi

# --- doctor ----------------------------------------------------------------------------------------------------

# A region that nobody has, so that nothing is found in the name service, whether there is one or not.
doctor=(env "${keys[@]}" AWS_REGION=xx-nowhere-1 DDBSNAP_STORE=dynamodb:Snapshots2)
examined DNS "111122223333.ddb.xx-nowhere-1.amazonaws.com" -- "${doctor[@]}" AWS_ACCOUNT_ID=111122223333 "$DDBSNAP" doctor
expect_contains "$out" "https://111122223333.ddb.xx-nowhere-1.amazonaws.com (account 111122223333's own)"
examined endpoint "no AccountID was provided" -- \
    "${doctor[@]}" AWS_ACCOUNT_ID_ENDPOINT_MODE=required "$DDBSNAP" doctor
grep -qE '^ok +credentials ' "$out" || fail "the credentials are not examined: $(<"$out")"

# --- refusals --------------------------------------------------------------------------------------------------

secrets=(hush)
refused 1 "Invalid Configuration: Missing Region" "AWS_REGION" -- ddbsnap endpoint
refused 1 "FIPS and custom endpoint are not supported" -- ddbsnap endpoint --region eu-west-1 --fips --endpoint http://127.0.0.1:1
refused 1 "Dualstack and local endpoint are not supported" -- ddbsnap endpoint --region local --dualstack
refused 1 "Endpoint override is not supported for dual-stack endpoints" -- \
    ddbsnap endpoint --region eu-west-1 --endpoint https://dynamodb.eu-west-1.api.aws
refused 1 "no AccountID was provided" -- ddbsnap endpoint --region eu-west-1 --account-id-mode required
refused 1 "account endpoints are not supported in this partition" -- \
    ddbsnap endpoint --region cn-north-1 --account-id-mode required --account-id 111122223333
refused 1 "FIPS account endpoints are not supported" -- \
    ddbsnap endpoint --region eu-west-1 --account-id-mode required --account-id 111122223333 --fips
refused 1 "account ID parameter is invalid" -- ddbsnap endpoint --region eu-west-1 --account-id a.b
refused 1 "AWS_USE_FIPS_ENDPOINT" "neither true nor false" -- \
    env AWS_USE_FIPS_ENDPOINT=maybe "$DDBSNAP" endpoint --region eu-west-1
refused 1 "nobody" -- ddbsnap endpoint --profile nobody
refused 2 "--account-id-mode" -- ddbsnap endpoint --region eu-west-1 --account-id-mode sometimes
refused 2 "--fips" -- ddbsnap endpoint --region eu-west-1 --fips=maybe
refused 2 "--nonsense" -- ddbsnap endpoint --nonsense
refused 2 "UTF-8" -- ddbsnap endpoint --json --region eu-west-1 --resource-arn $'\xff'
