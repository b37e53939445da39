#!/usr/bin/env bash
# engines: none
# parts: yes
# The addresses that AWS has by default, as nobody configured any; and what happens where nobody is there.
source "$(dirname "${BASH_SOURCE[0]}")/namespace.sh"
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/credentials.sh"
source "$ROOT/tests/integration/parts/parts.sh"
unset AWS_EC2_METADATA_DISABLED
disabled=AWS_EC2_METADATA_DISABLED=true

# milliseconds CMD...: how long it takes.
milliseconds() {
    local began=${EPOCHREALTIME/./}
    "$@" >/dev/null 2>&1 || true
    echo $(((${EPOCHREALTIME/./} - began) / 1000))
}

# found_nothing [SETTING...]: and says so within the two seconds that the chain allows itself for it, the time that
# the program needs to start left out. The machine may be busy with something else meanwhile, though not always.
found_nothing() {
    local start took=2000 try
    for try in 1 2 3; do
        start=$(milliseconds env $disabled "$DDBSNAP" credentials)
        took=$(($(milliseconds env "$@" "$DDBSNAP" credentials) - start))
        if ((took < 2000)); then break; fi
    done
    ((took < 2000)) || fail "it took $took ms to find nothing, $start ms to start not counted"
    breaks_in_text_too "no credentials found" "environment" "profile" -- "$@"
}

# --- nobody there ----------------------------------------------------------------------------------------------

found_nothing # no route: refused at once
swallow 169.254.169.254
found_nothing # packets go, and nothing comes back
(($(swallowed) > 0)) || fail "nobody was asked: this tested nothing"
found_nothing AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6

before=$(swallowed)
for yes in true True; do
    breaks_in_text_too AWS_EC2_METADATA_DISABLED -- AWS_EC2_METADATA_DISABLED=$yes
done
expect_equal "$(swallowed)" "$before"
ip link delete swallows

# --- all of them there -----------------------------------------------------------------------------------------

for address in 169.254.169.254/32 169.254.170.2/32 169.254.170.23/32; do ip address add $address dev lo; done
for address in fd00:ec2::254/128 fd00:ec2::23/128; do ip -6 address add $address dev lo nodad; done

instance() {
    jq -n --arg key "$1" '{
        "PUT /latest/api/token": {body: "hush-session", headers: {"X-aws-ec2-metadata-token-ttl-seconds": "21600"}},
        "GET /latest/meta-data/iam/security-credentials/": {body: "role"},
        "GET /latest/meta-data/placement/region": {body: "eu-west-3"},
        "GET /latest/meta-data/iam/security-credentials/role": {body: {Code: "Success", AccessKeyId: $key,
            SecretAccessKey: "hush/\($key)", Token: "hushToken/\($key)", Expiration: "2099-01-01T00:00:00Z"}}}'
}

container() {
    jq -n --arg key "$1" '{AccessKeyId: $key, SecretAccessKey: "hush/\($key)", Token: "hushToken/\($key)",
        Expiration: "2099-01-01T00:00:00Z"} as $document
        | {"GET /v2/credentials/abc?x=1": {body: $document},
           "GET /v1/credentials": {body: $document, require: {Authorization: "hush-authorization"}}}'
}

serve() {
    "$1" "$2" >"$2.json"
    start_scripted "$2" --host "$3" --port 80
}
serve instance INSTANCE4 169.254.169.254
serve instance INSTANCE6 fd00:ec2::254
serve container ECS 169.254.170.2
serve container POD4 169.254.170.23
serve container POD6 fd00:ec2::23

has() {
    local key=$1
    shift
    resolves "$key" "hush/$key" "hushToken/$key" "" AWS_METADATA_SERVICE_TIMEOUT=20 "$@"
}

mode=AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE
has INSTANCE4
has INSTANCE4 $mode=ipv4
has INSTANCE6 $mode=IPv6
has INSTANCE6 $mode=ipv6
has INSTANCE6 AWS_EC2_METADATA_SERVICE_ENDPOINT="http://[fd00:ec2::254]" $mode=IPv4
breaks_in_text_too $mode IPv5 -- $mode=IPv5
printf '[default]\nec2_metadata_service_endpoint_mode = IPv6\n' >config
has INSTANCE6 AWS_CONFIG_FILE=config
has INSTANCE4 AWS_CONFIG_FILE=config $mode=IPv4

# A container is asked before the instance that it is on.
relative=AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
full=AWS_CONTAINER_CREDENTIALS_FULL_URI
echo -n hush-authorization >token
token=AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=token
has ECS $relative="/v2/credentials/abc?x=1"
has ECS $relative="/v2/credentials/abc?x=1" $disabled
has ECS $relative="/v2/credentials/abc?x=1" $full=http://169.254.170.23/v1/credentials
has POD4 $full=http://169.254.170.23/v1/credentials $token
has POD4 $full=http://169.254.170.23:80/v1/credentials AWS_CONTAINER_AUTHORIZATION_TOKEN=hush-authorization
has POD6 "$full=http://[fd00:ec2::23]/v1/credentials" $token
has POD6 "$full=http://[FD00:0EC2:0:0::0023]/v1/credentials" $token
breaks_in_text_too 401 -- $full=http://169.254.170.23/v1/credentials
# The instance's address is not one of a container's.
breaks_in_text_too 169.254.169.254 -- $full=http://169.254.169.254/v1/credentials
breaks_in_text_too -- $relative=@169.254.169.254/latest/meta-data
expect_equal "$(jq -r 'select(.target | startswith("/v") or contains("latest/meta-data@")) | .target' INSTANCE4.log)" ""
