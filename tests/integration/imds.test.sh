#!/usr/bin/env bash
# engines: none
# parts: yes
# Keys and region of an instance: AWS's own mock of its metadata service, and what goes wrong with the real one.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/credentials.sh"
source "$ROOT/tests/integration/parts/parts.sh"
unset AWS_EC2_METADATA_DISABLED

# document KEY [EXPIRATION]: as an instance has it.
document() {
    jq -n --arg key "$1" --arg until "${2-2099-01-01T00:00:00Z}" '{Code: "Success", Type: "AWS-HMAC",
        LastUpdated: "2026-01-01T00:00:00Z", AccessKeyId: $key, SecretAccessKey: "hush/\($key)",
        Token: "hushToken/\($key)", Expiration: $until}'
}

# mock_values NAME KEY: what a mock serves.
mock_values() {
    document "$2" | jq '{metadata: {values: {"iam-security-credentials-role": "instance-role",
        "iam-security-credentials": ., "placement-region": "eu-central-1"}}}' >"$1.json.new"
    mv "$1.json.new" "$1.json"
}

# has KEY [SETTING...]: the instance's keys are found, however slow this machine is.
has() {
    local key=$1
    shift
    resolves "$key" "hush/$key" "hushToken/$key" "" AWS_METADATA_SERVICE_TIMEOUT=20 "$@"
}

# --- the mock --------------------------------------------------------------------------------------------------

mock_values v2 ASIAFIRST
start_metadata_mock v2 --imdsv2 --watch-config-file
expect_equal "$(curl -s --noproxy '*' -o /dev/null -w '%{http_code}' "$v2_url/latest/meta-data/iam/security-credentials/")" 401
has ASIAFIRST AWS_EC2_METADATA_SERVICE_ENDPOINT="$v2_url"
has ASIAFIRST AWS_EC2_METADATA_SERVICE_ENDPOINT="$v2_url/" AWS_EC2_METADATA_V1_DISABLED=true
has ASIAFIRST AWS_EC2_METADATA_SERVICE_ENDPOINT="$v2_url" AWS_EC2_METADATA_DISABLED=false
# A profile without keys is none; one with the endpoint leads there.
printf '[default]\nregion = us-east-1\nec2_metadata_service_endpoint = %s\n' "$v2_url" >config
has ASIAFIRST AWS_CONFIG_FILE=config
expect_contains v2.log "Token validated!"

# An instance's keys change while it runs.
mock_values v2 ASIASECOND
serves() {
    local token
    token=$(curl -s --noproxy '*' -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$v2_url/latest/api/token")
    curl -s --noproxy '*' -H "X-aws-ec2-metadata-token: $token" \
        "$v2_url/latest/meta-data/iam/security-credentials/instance-role" | grep -q "$1"
}
wait_until serves ASIASECOND
has ASIASECOND AWS_EC2_METADATA_SERVICE_ENDPOINT="$v2_url"

mock_values both ASIABOTH
start_metadata_mock both
expect_equal "$(curl -s --noproxy '*' "$both_url/latest/meta-data/iam/security-credentials/")" instance-role
has ASIABOTH AWS_EC2_METADATA_SERVICE_ENDPOINT="$both_url"
expect_contains both.log "GenerateToken Received request"

# The region comes from there, too, when nothing else says it.
for setting in AWS_REGION= "AWS_REGION=ap-south-1"; do
    region=${setting#*=}
    expect_exit 1 env "$setting" AWS_EC2_METADATA_SERVICE_ENDPOINT="$both_url" "$DDBSNAP" --store dynamodb:Table \
        --endpoint http://127.0.0.1:1 doctor
    grep -qE "^ok +region +${region:-eu-central-1}\b" "$out" || fail "no region ${region:-eu-central-1} in: $(<"$out")"
    expect_hushed "$out" "$err"
done

# And that is what requests are signed for, with the instance's keys.
echo '{"*": {"body": {"Items": []}}}' >table.json
start_scripted table
AWS_EC2_METADATA_SERVICE_ENDPOINT=$both_url expect_exit 3 ddbsnap --store dynamodb:Table --endpoint "$table_url" last
expect_equal "$(jq -r '.headers.authorization' table.log | grep -cv 'Credential=ASIABOTH/[0-9]*/eu-central-1/dynamodb/' || true)" 0
expect_equal "$(jq -r '.headers["x-amz-security-token"]' table.log | sort -u)" hushToken/ASIABOTH
expect_hushed "$out" "$err"

# Nobody is asked where that is switched off.
requests=$(wc -l <both.log)
for yes in true True TRUE; do
    breaks_in_text_too AWS_EC2_METADATA_DISABLED -- \
        AWS_EC2_METADATA_DISABLED=$yes AWS_EC2_METADATA_SERVICE_ENDPOINT="$both_url"
done
expect_equal "$(wc -l <both.log)" "$requests"

# --- slow and broken ones --------------------------------------------------------------------------------------

roles=/latest/meta-data/iam/security-credentials/
# instance FILTER: the script of a good instance, changed by jq's FILTER.
instance() {
    jq -n --arg roles "$roles" --argjson document "$(document ASIASCRIPT)" --arg mock "$both_url" '
        {body: "hush-session", headers: {"X-aws-ec2-metadata-token-ttl-seconds": "21600"}} as $token
        | {"X-aws-ec2-metadata-token": "hush-session"} as $known
        | {"PUT /latest/api/token": $token,
           ("GET " + $roles): {body: "instance-role", require: $known},
           ("GET " + $roles + "instance-role"): {body: $document, require: $known},
           "GET /latest/meta-data/placement/region": {body: "eu-west-3", require: $known}}
        | .["PUT /latest/api/token"] as $put
        | '"$1" >script.new.json
    mv script.new.json script.json
}
instance .
start_scripted script
export AWS_EC2_METADATA_SERVICE_ENDPOINT=$script_url
has ASIASCRIPT
expect_equal "$(jq -r 'select(.method == "PUT") | .headers["x-aws-ec2-metadata-token-ttl-seconds"]' script.log | sort -u)" 21600

restart() {
    stop_part script
    instance "$1"
    start_scripted script
    export AWS_EC2_METADATA_SERVICE_ENDPOINT=$script_url
}

# A slow one, which is the mock with time between question and answer.
restart '{"*": {forward: $mock, delay: 0.3}}'
has ASIABOTH

# The first attempt fails, or a session is forgotten: another one is made.
restart '.["GET " + $roles] |= [{status: 500}, ., {status: 503}, .]'
has ASIASCRIPT
restart '.["GET " + $roles] |= [{status: 401}, ., {status: 401}, .]'
has ASIASCRIPT

# Version 1 only where there is no version 2, and where it is allowed.
for status in 404 405; do
    restart 'del(.[].require) | .["PUT /latest/api/token"] = {status: '$status'}'
    has ASIASCRIPT
    breaks V1_DISABLED -- AWS_EC2_METADATA_V1_DISABLED=true
done
restart 'del(.[].require) | .["PUT /latest/api/token"] = {status: 403, body: "hush"}'
breaks_in_text_too 403 --
expect_equal "$(jq -r .method script.log | sort -u)" PUT

# No role: nothing is configured here.
restart '.["GET " + $roles] = {status: 404, body: "hush-session"}'
breaks_in_text_too "no credentials found" role --

# What is no answer stops the chain, and is not quoted.
name='.["GET " + $roles + "instance-role"].body'
restart "$name"' = {Code: "AssumeRoleUnauthorizedAccess", Message: "EC2 cannot assume the role instance-role.\u001b[2J"}'
breaks_in_text_too AssumeRoleUnauthorizedAccess "EC2 cannot assume the role instance-role." --
for body in '"hush-session is no JSON"' '"{\"Code\": \"Success\", \"SecretAccessKey\": \"hush"' '[]' \
    '($document | del(.AccessKeyId))' '($document | del(.SecretAccessKey))'; do
    restart "$name = $body"
    breaks_in_text_too --
done
restart '.["GET " + $roles + "instance-role"] = {endless: true}'
breaks --
# Keys whose time is over may work still, as AWS prolongs it when it cannot renew them.
restart '.["GET " + $roles + "instance-role"].body = ($document | .Expiration = "2020-01-01T00:00:00Z")'
has ASIASCRIPT

for bad in nonsense ftp://127.0.0.1 "http://a b"; do
    breaks AWS_EC2_METADATA_SERVICE_ENDPOINT -- AWS_EC2_METADATA_SERVICE_ENDPOINT="$bad"
done
