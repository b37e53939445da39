#!/usr/bin/env bash
# engines: none
# parts: yes
# Keys of roles, from moto's STS, which checks signatures, permissions and conditions as AWS does.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/credentials.sh"
source "$ROOT/tests/integration/certificates.sh"
source "$ROOT/tests/integration/parts/parts.sh"

account=123456789012
role=arn:aws:iam::$account:role
start_moto strict
export AWS_ENDPOINT_URL_STS=$strict_url AWS_REGION=eu-west-1 AWS_CONFIG_FILE=config AWS_SHARED_CREDENTIALS_FILE=credentials

# A user who may assume role "first", which may assume "second".
"$parts/python/bin/python" - "$strict_url" >user <<'PYTHON'
import json
import sys

import boto3

iam = boto3.client("iam", endpoint_url=sys.argv[1], region_name="us-east-1",
                   aws_access_key_id="AKIASETUP", aws_secret_access_key="setup")
ROLE = "arn:aws:iam::123456789012:role/"


def policy(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", **statement}]})


def role(name, assumes, **trust):
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(Principal={"AWS": "*"}, **trust))
    iam.put_role_policy(RoleName=name, PolicyName="assume", PolicyDocument=policy(Resource=assumes))


role("first", ROLE + "second", Condition={"StringEquals": {"sts:ExternalId": "id:7/8=+@,.-_"}})
role("second", ROLE + "none")
role("forbidden", ROLE + "none")
iam.create_user(UserName="user")
iam.put_user_policy(UserName="user", PolicyName="assume",
                    PolicyDocument=policy(Resource=[ROLE + "first", ROLE + "second"]))
key = iam.create_access_key(UserName="user")["AccessKey"]
print(key["AccessKeyId"], key["SecretAccessKey"])
PYTHON
read -r user_key user_secret <user
secrets+=("$user_secret")

ask_moto() {
    curl -sf --noproxy '*' -X POST "$@"
}
# record URL, then asked URL: the parameters of all requests of between, and the regions they are signed for.
record() {
    ask_moto "$1/moto-api/recorder/reset-recording" >/dev/null
    ask_moto "$1/moto-api/recorder/start-recording" >/dev/null
}
asked() {
    ask_moto "$1/moto-api/recorder/stop-recording" >/dev/null
    curl -s --noproxy '*' "$1/moto-api/recorder/download-recording" | /usr/bin/python3 -c '
import base64, json, sys, urllib.parse
for line in filter(str.strip, sys.stdin):
    request = json.loads(line)
    scope = request["headers"].get("Authorization", "").split("/")
    print("region=" + (scope[2] if len(scope) > 4 else "unsigned"))
    body = base64.b64decode(request["body"]).decode() if request["body_encoded"] else request["body"]
    for name, value in urllib.parse.parse_qsl(body, strict_parsing=True):
        print(f"{name}={value}")'
}

# From here on every request must be signed by somebody who may.
ask_moto -H 'Content-Type: text/plain' -d 0 "$strict_url/moto-api/reset-auth" >/dev/null

cat >credentials <<TEXT
[user]
aws_access_key_id = $user_key
aws_secret_access_key = $user_secret
[liar]
aws_access_key_id = $user_key
aws_secret_access_key = hush-wrong
TEXT
cat >config <<TEXT
[profile first]
role_arn = $role/first
source_profile = user
external_id = id:7/8=+@,.-_
role_session_name = session-of-the-test
[profile second]
role_arn = $role/second
source_profile = first
duration_seconds = 900
[profile by-environment]
role_arn = $role/second
credential_source = Environment
[profile forbidden]
role_arn = $role/forbidden
source_profile = user
[profile by-liar]
role_arn = $role/second
source_profile = liar
TEXT

# assumes ROLE [SETTING...]: keys of the role are found, and STS says that they are of the role.
assumes() {
    local name=$1
    shift
    expect_exit 0 env "$@" "$DDBSNAP" credentials --format process
    expect_hushed "$err"
    expect_equal "$(jq -r '"\(.AccountId) \(.AccessKeyId[:4]) \(.SessionToken[:4]) \(.Expiration[:3])"' "$out")" \
        "$account ASIA hush 202"
    secrets+=("$(jq -r .SecretAccessKey "$out")")
    expect_contains <(who_is_it <"$out") "assumed-role/$name/"
    expect_exit 0 env "$@" "$DDBSNAP" credentials
    expect_hushed "$out" "$err"
}

who_is_it() {
    "$parts/python/bin/python" -c '
import boto3, json, sys
keys = json.load(sys.stdin)
print(boto3.client("sts", region_name="eu-west-1", endpoint_url=sys.argv[1], aws_access_key_id=keys["AccessKeyId"],
    aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"]).get_caller_identity()["Arn"])' \
        "$AWS_ENDPOINT_URL_STS"
}

record "$strict_url"
assumes first AWS_PROFILE=first
assumes second AWS_PROFILE=second
assumes first AWS_PROFILE=first AWS_REGION= AWS_DEFAULT_REGION=us-west-2
asked "$strict_url" >parameters
for parameter in RoleArn=$role/first RoleSessionName=session-of-the-test "ExternalId=id:7/8=+@,.-_" \
    RoleArn=$role/second DurationSeconds=900 Version=2011-06-15 region=eu-west-1 region=us-west-2; do
    grep -qxF -- "$parameter" parameters || fail "$parameter was not asked for: $(sort -u parameters)"
done

# What STS refuses is told, with STS's own words, and no secret.
breaks_in_text_too by-liar SignatureDoesNotMatch -- AWS_PROFILE=by-liar
breaks_in_text_too forbidden AccessDenied -- AWS_PROFILE=forbidden
breaks_in_text_too AWS_ACCESS_KEY_ID -- AWS_PROFILE=by-environment
breaks_in_text_too "127.0.0.1:1" -- AWS_PROFILE=first AWS_ENDPOINT_URL_STS=http://127.0.0.1:1

# --- web identity ----------------------------------------------------------------------------------------------

start_moto open
export AWS_ENDPOINT_URL_STS=$open_url
echo -n "hush.header.and+claims/==" >token
cat >>config <<TEXT
[profile web]
role_arn = $role/web
web_identity_token_file = token
role_session_name = web-session
[profile on-web]
role_arn = $role/second
source_profile = web
TEXT
record "$open_url"
by_environment=(AWS_WEB_IDENTITY_TOKEN_FILE=token AWS_ROLE_ARN="$role/web")
assumes web "${by_environment[@]}" AWS_ROLE_SESSION_NAME=named-session AWS_CONFIG_FILE=/dev/null
assumes web "${by_environment[@]}" AWS_CONFIG_FILE=/dev/null
assumes web AWS_PROFILE=web
assumes second AWS_PROFILE=on-web
asked "$open_url" >parameters
for parameter in "WebIdentityToken=hush.header.and+claims/==" RoleSessionName=named-session RoleSessionName=web-session \
    Action=AssumeRoleWithWebIdentity region=unsigned; do
    grep -qxF -- "$parameter" parameters || fail "$parameter was not asked for: $(sort -u parameters)"
done
# The token is read anew each time, from a file that must be there.
breaks_in_text_too nowhere -- "${by_environment[@]}" AWS_WEB_IDENTITY_TOKEN_FILE=nowhere

# --- TLS -------------------------------------------------------------------------------------------------------

authority trusted
authority stranger
certificate good trusted IP:127.0.0.1
certificate other trusted DNS:other.example
for name in good other; do
    start_moto "$name" --ssl-cert $name.pem --ssl-key $name.key
done
assume=("${by_environment[@]}" AWS_CONFIG_FILE=/dev/null)
export AWS_ENDPOINT_URL_STS=$good_url
expect_exit 0 env "${assume[@]}" AWS_CA_BUNDLE=trusted.pem "$DDBSNAP" credentials --format process
expect_exit 0 env AWS_PROFILE=first AWS_CA_BUNDLE=trusted.pem "$DDBSNAP" credentials --format process
breaks_in_text_too certificate -- "${assume[@]}"
breaks_in_text_too certificate -- AWS_PROFILE=first
breaks_in_text_too certificate -- "${assume[@]}" AWS_CA_BUNDLE=stranger.pem
breaks_in_text_too certificate -- "${assume[@]}" AWS_CA_BUNDLE=trusted.pem AWS_ENDPOINT_URL_STS="$other_url"
# A bundle of the profile counts, too.
printf '[default]\nca_bundle = trusted.pem\n' >with-bundle
expect_exit 0 env "${by_environment[@]}" AWS_CONFIG_FILE=with-bundle "$DDBSNAP" credentials --format process
