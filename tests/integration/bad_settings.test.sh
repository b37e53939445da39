#!/usr/bin/env bash
# Settings, keys and endpoints that cannot be used are told with where they came from and what to do about them.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/refusals.sh"

start_server
right_secret=$AWS_SECRET_ACCESS_KEY
wrong_secret=wrongSecretOfTheTest/doNotShow+0123456789
secrets+=("$right_secret" "$wrong_secret")
expect_exit 0 ddbsnap table create
echo "model=resnet" >config.properties
expect_exit 0 ddbsnap save config.properties --name kept
expect_exit 0 ddbsnap list --json
cp "$out" list_before

# Every command that talks to the table, with the environment that is given before "--".
refused_everywhere() {
    local with=() command
    while [[ $1 != -- ]]; do
        with+=("$1")
        shift
    done
    shift
    for command in last "save config.properties --name n" "prune --keep 1" "table describe"; do
        # shellcheck disable=SC2086
        refused 1 "$@" -- env "${with[@]}" "$DDBSNAP" $command
    done
}

# --- credentials -----------------------------------------------------------------------------------------------

none=(-u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null)
refused_everywhere "${none[@]}" -- environment AWS_ACCESS_KEY_ID profile /dev/null
refused_after_output 1 environment profile -- env "${none[@]}" "$DDBSNAP" credentials
examined credentials environment profile -- env "${none[@]}" "$DDBSNAP" doctor
refused_everywhere -u AWS_SECRET_ACCESS_KEY -- AWS_SECRET_ACCESS_KEY

if [[ $ENGINE == extenddb ]]; then # DynamoDB Local checks no signatures
    refused_everywhere AWS_SECRET_ACCESS_KEY="$wrong_secret" -- InvalidSignature "secret access key" "ddbsnap sign"
    examined table InvalidSignature "ddbsnap sign" -- env AWS_SECRET_ACCESS_KEY="$wrong_secret" "$DDBSNAP" doctor
    refused_everywhere AWS_ACCESS_KEY_ID=AKIAUNKNOWNUNKNOWN00 -- UnrecognizedClient "ddbsnap credentials"
fi

# --- region ----------------------------------------------------------------------------------------------------

refused_everywhere -u AWS_REGION -- "region" "AWS_REGION"
examined region "none is configured" "AWS_REGION" -- env -u AWS_REGION "$DDBSNAP" doctor
refused_everywhere -u AWS_ENDPOINT_URL_DYNAMODB AWS_REGION="not a region" -- 'region "not a region"' "host name"

# --- endpoint --------------------------------------------------------------------------------------------------

for endpoint in nonsense ftp://127.0.0.1 http:// "http://127.0.0.1:99999" "http://a b" "http://user:pass@127.0.0.1" \
    "http://127.0.0.1/?x=y"; do
    refused 1 "endpoint" "URL" "mend or unset" -- ddbsnap --endpoint "$endpoint" last
    refused 1 "AWS_ENDPOINT_URL_DYNAMODB" "URL" "mend or unset" -- env AWS_ENDPOINT_URL_DYNAMODB="$endpoint" "$DDBSNAP" last
    examined settings "AWS_ENDPOINT_URL_DYNAMODB" "mend" -- env AWS_ENDPOINT_URL_DYNAMODB="$endpoint" "$DDBSNAP" doctor
done
# RFC 6761 keeps .invalid from ever being a name.
once=AWS_MAX_ATTEMPTS=1
refused_everywhere $once AWS_ENDPOINT_URL_DYNAMODB=http://dynamodb.nowhere-1.invalid -- \
    "cannot resolve dynamodb.nowhere-1.invalid" "check the region"
examined DNS "cannot resolve dynamodb.nowhere-1.invalid" -- \
    ddbsnap --endpoint http://dynamodb.nowhere-1.invalid doctor
# Port 1 is for a service that nobody has.
refused_everywhere $once AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:1 -- \
    "cannot connect to" "127.0.0.1:1" "refused" "check that the endpoint is right"
examined connection "127.0.0.1:1" "refused" "check that the endpoint is right" -- \
    ddbsnap --endpoint http://127.0.0.1:1 doctor
refused_everywhere $once AWS_ENDPOINT_URL_DYNAMODB="${AWS_ENDPOINT_URL_DYNAMODB/http:/https:}" -- "TLS" "http://"

# --- files and profiles ----------------------------------------------------------------------------------------

cat >credentials <<TEXT
[default]
aws_access_key_id = $AWS_ACCESS_KEY_ID
aws_secret_access_key = $wrong_secret
[half]
aws_access_key_id = $AWS_ACCESS_KEY_ID
TEXT
printf '[default]\nregion = us-east-1\n%s\n' "$wrong_secret" >malformed
printf '[default\nregion = us-east-1\n' >unclosed
files=(-u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY AWS_SHARED_CREDENTIALS_FILE=credentials)

refused_everywhere AWS_CONFIG_FILE=malformed -- "malformed:3: " "'='" "mend that file"
refused_everywhere AWS_CONFIG_FILE=unclosed -- "unclosed:1: " "']'" "mend that file"
refused_everywhere AWS_SHARED_CREDENTIALS_FILE=malformed -- "malformed:3: " "'='" "mend that file"
examined settings "malformed:3: " "'='" -- env AWS_CONFIG_FILE=malformed "$DDBSNAP" doctor
refused_everywhere "${files[@]}" AWS_PROFILE=nobody -- "nobody" "AWS_PROFILE" "credentials" "half"
refused 1 "nobody" "given explicitly" "half" -- env "${files[@]}" "$DDBSNAP" --profile nobody last
refused_everywhere "${files[@]}" AWS_PROFILE=half -- "half" "aws_secret_access_key"
# A file that cannot be read is as good as none, but it is said.
expect_exit 1 env "${none[@]}" AWS_SHARED_CREDENTIALS_FILE=. "$DDBSNAP" last
expect_contains "$err" "warning: . is taken as empty"
expect_equal "$(grep -vc 'ddbsnap: warning: ' "$err")" 1
refused 1 profile -- env "${none[@]}" AWS_SHARED_CREDENTIALS_FILE=. "$DDBSNAP" -q last

for setting in AWS_MAX_ATTEMPTS=none AWS_MAX_ATTEMPTS=0 AWS_USE_FIPS_ENDPOINT=maybe AWS_ACCOUNT_ID_ENDPOINT_MODE=often; do
    refused_everywhere "$setting" -- "${setting%=*}" "${setting#*=}" "mend or unset that setting"
done

# --- nothing of all that was written ---------------------------------------------------------------------------

expect_exit 0 ddbsnap list --json
expect_same "$out" list_before
