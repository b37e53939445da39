#!/usr/bin/env bash
# engines: none
# parts: yes
# Finds the keys that boto3 finds in the same surroundings, and differs from it only where that is meant.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/credentials.sh"
source "$ROOT/tests/integration/parts/parts.sh"

export AWS_REGION=eu-west-1 AWS_CONFIG_FILE=config AWS_SHARED_CREDENTIALS_FILE=credentials
coproc oracle { exec setpriv --pdeathsig KILL "$parts/python/bin/python" "$parts_scripts/oracle.py"; }
read -r said <&"${oracle[0]}"
expect_equal "$said" ready

# boto3_finds [SETTING...]: its keys are then in the file "expected".
boto3_finds() {
    env "$@" env -0 >surroundings
    boto3_finds_there
}

boto3_finds_there() {
    local said
    echo >&"${oracle[1]}"
    read -r said <&"${oracle[0]}" || fail "boto3 ended: $(<complaint)"
    [[ $said == found ]]
}

# The same questions get the same keys from moto after this.
seed() {
    curl -sf --noproxy '*' -o /dev/null -X POST "$sts_url/moto-api/seed?a=1"
}

known='{AccessKeyId, SecretAccessKey, SessionToken, AccountId}'
compared=0
# agree WHAT [SETTING...]: both find the same; of the account id only what both know is compared.
agree() {
    local what=$1
    shift
    seed
    boto3_finds "$@" || fail "$what: boto3 finds nothing: $(<complaint)"
    seed
    expect_exit 0 env "$@" "$DDBSNAP" credentials --format process
    jq -s "map($known) | if (.[0].AccountId and .[1].AccountId) then . else map(del(.AccountId)) end" \
        expected "$out" >both
    expect_equal "$what: $(jq -c '.[1]' both)" "$what: $(jq -c '.[0]' both)"
    expect_hushed "$err"
    seed
    expect_exit 0 env "$@" "$DDBSNAP" credentials
    secrets=("$(jq -r .SecretAccessKey expected)")
    expect_hushed "$out" "$err"
    compared=$((compared + 1))
}

# neither WHAT [SETTING...]: neither finds keys.
neither() {
    local what=$1
    shift
    if boto3_finds "$@"; then fail "$what: boto3 finds $(jq .AccessKeyId expected)"; fi
    breaks -- "$@"
    compared=$((compared + 1))
}

# differ WHY OURS THEIRS [SETTING...]: the access keys that each finds; "" for none.
differ() {
    local why=$1 ours=$2 theirs=$3 found
    shift 3
    found=
    if boto3_finds "$@"; then found=$(jq -r .AccessKeyId expected); fi
    expect_equal "$why: $found" "$why: $theirs"
    found=$(env "$@" "$DDBSNAP" credentials --format process 2>"$err" | jq -r .AccessKeyId) || true
    expect_equal "$why: $found" "$why: $ours"
    expect_hushed "$err"
}

# --- surroundings ----------------------------------------------------------------------------------------------

start_moto sts
export AWS_ENDPOINT_URL_STS=$sts_url
document='{Code: "Success", AccessKeyId: $key, SecretAccessKey: "hush/\($key)", Token: "hushToken/\($key)",
    Expiration: "2099-01-01T00:00:00Z"}'
jq -n --arg key ASIAINSTANCE "$document"' | {metadata: {values: {"iam-security-credentials-role": "role",
    "iam-security-credentials": .}}}' | tee v1.json >v2.json
start_metadata_mock v1
start_metadata_mock v2 --imdsv2
jq -n --arg key ASIATASK "$document"' | {"GET /keys": {body: .}, "GET /guarded": {body: ., require: {Authorization: "hush"}}}' \
    >task.json
start_scripted task
jq -n --arg key ASIASSO '{accessKeyId: $key, secretAccessKey: "hush/\($key)", sessionToken: "hushToken", expiration: 4070908800000}
    | {"GET /federation/credentials?role_name=reader&account_id=123456789012": {body: {roleCredentials: .},
       require: {"x-amz-sso_bearer_token": "hush-access"}}}' >sso.json
start_scripted sso
cat >key-process <<'SH'
#!/bin/sh
echo "{\"Version\": 1, \"AccessKeyId\": \"AKIA$1\", \"SecretAccessKey\": \"hush/$(echo "$2" | tr ' ' -)\"}"
SH
chmod +x key-process
echo -n hush >token
echo -n hush.web.identity >web-token
for name in https://start.example/start team; do
    mkdir -p .home/.aws/sso/cache
    echo '{"accessToken": "hush-access", "expiresAt": "2099-01-01T00:00:00Z", "region": "eu-west-1", "startUrl": "https://start.example/start"}' \
        >".home/.aws/sso/cache/$(printf %s "$name" | sha1sum | head -c 40).json"
done

role=arn:aws:iam::210987654321:role
cat >credentials <<TEXT
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = hush/default
[both]
aws_access_key_id = AKIABOTH
aws_secret_access_key = hush/both
[with-token]
aws_access_key_id=AKIATOKEN
aws_secret_access_key=hush/=with=signs
aws_session_token=hushToken/+=
# a remark
[with-account]
aws_access_key_id = AKIAACCOUNT
aws_secret_access_key = hush/account
aws_account_id = 111122223333
[over-process]
aws_access_key_id = AKIASTATIC
aws_secret_access_key = hush/static
[commented]
aws_access_key_id = AKIACOMMENTED ; the old one
aws_secret_access_key = hush/commented
TEXT
cat >config <<TEXT
[default]
region = us-east-1
[profile both]
aws_access_key_id = AKIACONFIG
aws_secret_access_key = hush/config
[profile in-config]
aws_access_key_id = AKIAINCONFIG
aws_secret_access_key = hush/inconfig
[profile process]
credential_process = $PWD/key-process ONE two
[profile quoted]
credential_process = "$PWD/key-process" "Q" "with space"
[profile process-account]
credential_process = $PWD/key-process ACC two
aws_account_id = 444455556666
[profile process-and-keys]
credential_process = $PWD/key-process BOTH two
aws_access_key_id = AKIALATER
aws_secret_access_key = hush/later
[profile over-process]
credential_process = $PWD/key-process UNDER two
[profile role]
role_arn = $role/one
source_profile = both
role_session_name = oracle
[profile role-with-more]
role_arn = $role/two
source_profile = with-token
role_session_name = oracle
external_id = id
duration_seconds = 1800
[profile chain]
role_arn = $role/three
source_profile = role
role_session_name = oracle
[profile of-process]
role_arn = $role/four
source_profile = process
role_session_name = oracle
[profile of-itself]
role_arn = $role/five
source_profile = of-itself
role_session_name = oracle
aws_access_key_id = AKIASELF
aws_secret_access_key = hush/self
[profile of-instance]
role_arn = $role/six
credential_source = Ec2InstanceMetadata
role_session_name = oracle
[profile of-container]
role_arn = $role/seven
credential_source = EcsContainer
role_session_name = oracle
[profile web]
role_arn = $role/web
web_identity_token_file = web-token
role_session_name = oracle
[profile on-web]
role_arn = $role/eight
source_profile = web
role_session_name = oracle
[profile sso-legacy]
sso_start_url = https://start.example/start
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = reader
[sso-session team]
sso_region = eu-west-1
sso_start_url = https://start.example/start
[profile sso]
sso_session = team
sso_account_id = 123456789012
sso_role_name = reader
[profile on-sso]
role_arn = $role/nine
source_profile = sso
role_session_name = oracle
[profile instance]
ec2_metadata_service_endpoint = $v2_url
[profile no-source]
role_arn = $role/ten
[profile loop-a]
role_arn = $role/a
source_profile = loop-b
[profile loop-b]
role_arn = $role/b
source_profile = loop-a
[profile failing]
credential_process = false
[profile version-two]
credential_process = echo {\"Version\":2}
TEXT

keys=(AWS_ACCESS_KEY_ID=AKIAENVIRONMENT AWS_SECRET_ACCESS_KEY=hush/environment)
instance=(AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=false AWS_METADATA_SERVICE_TIMEOUT=20)
full=AWS_CONTAINER_CREDENTIALS_FULL_URI
no_keys=AWS_SHARED_CREDENTIALS_FILE=/dev/null

# --- where both find the same ----------------------------------------------------------------------------------

agree "keys of the environment" "${keys[@]}"
agree "with a token" "${keys[@]}" AWS_SESSION_TOKEN=hushToken
agree "with an account" "${keys[@]}" AWS_ACCOUNT_ID=123456789012
agree "with an expiration" "${keys[@]}" AWS_SESSION_TOKEN=hushToken AWS_CREDENTIAL_EXPIRATION=2099-01-01T00:00:00Z
agree "environment before a profile that is named there" "${keys[@]}" AWS_PROFILE=both
agree "default profile"
agree "named profile in the credentials file" AWS_PROFILE=with-token
agree "named profile in the config file" AWS_PROFILE=in-config
agree "credentials file before config file" AWS_PROFILE=both
agree "account of a profile" AWS_PROFILE=with-account
cp credentials .home/.aws/credentials
agree "files of the home directory" -u AWS_CONFIG_FILE -u AWS_SHARED_CREDENTIALS_FILE AWS_PROFILE=with-token
agree "missing files, container" AWS_CONFIG_FILE=none AWS_SHARED_CREDENTIALS_FILE=none $full="$task_url/keys"
agree "process" AWS_PROFILE=process
agree "process with quotes" AWS_PROFILE=quoted
agree "account of the process's profile" AWS_PROFILE=process-account
agree "process before keys beside it" AWS_PROFILE=process-and-keys
agree "role" AWS_PROFILE=role
agree "role with external id and duration" AWS_PROFILE=role-with-more
agree "role of a role" AWS_PROFILE=chain
agree "role of a process" AWS_PROFILE=of-process
agree "role of the profile's own keys" AWS_PROFILE=of-itself
agree "role of the instance" AWS_PROFILE=of-instance AWS_EC2_METADATA_DISABLED=false AWS_METADATA_SERVICE_TIMEOUT=20 AWS_EC2_METADATA_SERVICE_ENDPOINT="$v2_url"
agree "role of the container" AWS_PROFILE=of-container $full="$task_url/keys"
agree "web identity of the environment" $no_keys AWS_WEB_IDENTITY_TOKEN_FILE=web-token AWS_ROLE_ARN=$role/web \
    AWS_ROLE_SESSION_NAME=oracle
agree "web identity of a profile" AWS_PROFILE=web
agree "role of a web identity" AWS_PROFILE=on-web
agree "SSO without a session" AWS_PROFILE=sso-legacy AWS_ENDPOINT_URL_SSO="$sso_url"
agree "SSO with a session" AWS_PROFILE=sso AWS_ENDPOINT_URL_SSO="$sso_url"
agree "role of SSO" AWS_PROFILE=on-sso AWS_ENDPOINT_URL_SSO="$sso_url"
agree "container" $no_keys $full="$task_url/keys"
agree "container by the name localhost" $no_keys $full="${task_url/127.0.0.1/localhost}/keys"
agree "container with a token" $no_keys $full="$task_url/guarded" AWS_CONTAINER_AUTHORIZATION_TOKEN=hush
agree "container with a token file" $no_keys $full="$task_url/guarded" AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=token
agree "container's token file before its token" $no_keys $full="$task_url/guarded" AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=token \
    AWS_CONTAINER_AUTHORIZATION_TOKEN=other
agree "instance, version 1 and 2" "${instance[@]}" AWS_EC2_METADATA_SERVICE_ENDPOINT="$v1_url"
agree "instance, version 2 alone" "${instance[@]}" AWS_EC2_METADATA_SERVICE_ENDPOINT="$v2_url"
agree "instance, version 1 switched off" "${instance[@]}" AWS_EC2_METADATA_SERVICE_ENDPOINT="$v2_url" AWS_EC2_METADATA_V1_DISABLED=true
agree "instance by the profile's endpoint" "${instance[@]}" AWS_PROFILE=instance
agree "container before instance" "${instance[@]}" AWS_EC2_METADATA_SERVICE_ENDPOINT="$v2_url" $full="$task_url/keys"
agree "profile before container" $full="$task_url/keys"
agree "empty key variables" AWS_ACCESS_KEY_ID= AWS_SECRET_ACCESS_KEY=

# Another program finds the same once more in what is printed for a shell.
for profile in with-token both chain; do
    seed
    AWS_PROFILE=$profile expect_exit 0 ddbsnap credentials --format env
    shell=$(<"$out")
    seed
    boto3_finds AWS_PROFILE=$profile || fail "boto3 finds nothing in profile $profile"
    jq "$known" expected >straight
    (eval "$shell" && env -0 >surroundings)
    boto3_finds_there || fail "boto3 finds nothing in: $shell"
    expect_equal "$(jq -c "$known | del(.AccountId)" expected)" "$(jq -c "$known | del(.AccountId)" straight)"
done

# --- where both find nothing -----------------------------------------------------------------------------------

neither "nothing anywhere" $no_keys
neither "instance switched off" $no_keys AWS_EC2_METADATA_SERVICE_ENDPOINT="$v2_url" AWS_EC2_METADATA_DISABLED=TRUE
neither "key without its secret" $no_keys AWS_ACCESS_KEY_ID=AKIAHALF
neither "profile that is not there" AWS_PROFILE=nobody
neither "role of nobody" AWS_PROFILE=no-source
neither "roles of each other" AWS_PROFILE=loop-a
neither "process that fails" AWS_PROFILE=failing
neither "process of another version" AWS_PROFILE=version-two
neither "container that refuses" $no_keys $full="$task_url/guarded"
neither "container where none may be" $no_keys $full=http://169.254.169.254/keys
neither "token file that is not there" $no_keys AWS_WEB_IDENTITY_TOKEN_FILE=none AWS_ROLE_ARN=$role/web

# --- where they differ, and why --------------------------------------------------------------------------------

differ "AWS_DEFAULT_PROFILE is of an older time, and other SDKs do not read it" \
    AKIADEFAULT AKIABOTH AWS_DEFAULT_PROFILE=both
differ "a comment behind white space is none of the value, by the grammar that the SDKs share" \
    AKIACOMMENTED "AKIACOMMENTED ; the old one" AWS_PROFILE=commented
differ "the files of one profile are one: what the process says goes before keys in either" \
    AKIAUNDER AKIASTATIC AWS_PROFILE=over-process
differ "blank variables count as not set" \
    AKIADEFAULT "" AWS_ACCESS_KEY_ID=" " AWS_SECRET_ACCESS_KEY=
differ "a blank variable of the container, too" \
    ASIAINSTANCE "" "${instance[@]}" AWS_EC2_METADATA_SERVICE_ENDPOINT="$v2_url" AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=

((compared >= 25)) || fail "$compared surroundings are few"
