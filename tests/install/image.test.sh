#!/usr/bin/env bash
# engines: extenddb
# The images, run as a container's runtime does it, against ExtendDB over TLS. BINARIES names a directory with the
# two programs of preset minimal, from which the images are put together first; without it they are the ones that
# `tools/image build` has left.
ROOT=${ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
# Docker's containers are not in a network of this script's, but in the machine's.
if [[ ${IMAGE_TOOL-} != docker ]]; then source "$ROOT/tests/integration/namespace.sh"; fi
source "$ROOT/tests/integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/integration/certificates.sh"
source "$ROOT/tests/install/contained.sh"
source "$ROOT/tests/install/tls_front.sh"

IMAGE_TOOL=${IMAGE_TOOL:-buildah}
host_names="127.0.0.1 table.example"
at_end() {
    if (($1 != 0)) && [[ -s model-server.log ]]; then tail -n 5 model-server.log >&2; fi
    remove_container model-server
    if [[ -n $front ]]; then stop_tls_front; fi
}

if [[ -n ${BINARIES-} ]]; then
    IMAGE_DIR=$work/image
    image build --binaries "$BINARIES" >build.log 2>&1 || fail "the images are not built: $(<build.log)"
fi
: "${IMAGE_DIR:=$ROOT/build/image}"

# --- what is in them -------------------------------------------------------------------------------------------

for target in cli model-server; do
    load_image $target
    expect_equal "$(configured $target .User)" 65532:65532
    for label in title description licenses version; do
        [[ -n $(configured $target ".Labels[\"org.opencontainers.image.$label\"] // empty") ]] || fail "no label $label"
    done
done
expect_equal "$(configured model-server '.Healthcheck.Test | join(" ")')" "CMD /ddbsnap-model-server --check-health"
files() {
    find "$1" \( -type f -o -empty \) -printf '%#m %U:%G /%P\n' | sort -k 3
}
expect_equal "$(files cli)" "0755 0:0 /ddbsnap
0644 0:0 /etc/ssl/certs/ca-certificates.crt
0644 0:0 /licenses/ddbsnap"
expect_equal "$(files model-server)" "0755 0:0 /ddbsnap-model-server
0644 0:0 /etc/ssl/certs/ca-certificates.crt
0644 0:0 /licenses/ddbsnap
0755 65532:65532 /spool"
for part in OpenSSL zlib zstd "GNU C library" "CA certificates" Apache-2.0; do
    grep -qxF "==== $part" cli/licenses/ddbsnap || fail "no terms of $part"
done
for program in cli/ddbsnap model-server/ddbsnap-model-server; do
    readelf --program-headers --dynamic --section-headers "$program" >elf
    if grep -qE 'INTERP|NEEDED|\.symtab' elf; then fail "$program is not one stripped file"; fi
done
image size cli model-server

# --- a server, and what a container is given --------------------------------------------------------------------

start_server
make_tls_front table.example "$AWS_ENDPOINT_URL_DYNAMODB"
start_tls_front
place=(-e AWS_REGION=us-east-1 -e AWS_ENDPOINT_URL_DYNAMODB=https://table.example:18443 -e DDBSNAP_STORE=dynamodb:Snapshots2
    -e AWS_EC2_METADATA_DISABLED=true)
keys=(-e "AWS_ACCESS_KEY_ID=$AWS_ACCESS_KEY_ID" -e "AWS_SECRET_ACCESS_KEY=$AWS_SECRET_ACCESS_KEY")
roots=(-v "$work/trusted.pem:/roots.pem" -e AWS_CA_BUNDLE=/roots.pem)
cli() {
    contained cli "${place[@]}" "${keys[@]}" "${roots[@]}" -- "$@"
}

# --- the command -----------------------------------------------------------------------------------------------

expect_exit 0 contained cli -- --version
expect_exit 0 cli table create
expect_exit 0 cli table create # that of another start
echo "model=resnet" >small
head -c 700000 /dev/urandom | base64 -w0 >large
expect_exit 0 cli save --name first <small
expect_exit 0 cli last
expect_same "$out" small
expect_exit 0 cli save --name second <large
expect_exit 0 cli last
expect_same "$out" large
expect_exit 0 cli show first
expect_same "$out" small
expect_exit 0 cli doctor
expect_exit 0 cli --time-zone +02:00 list

# The image's own roots do not have this authority, but they are there.
expect_exit 1 contained cli "${place[@]}" "${keys[@]}" -- last
expect_contains "$err" "the certificate of table.example"
expect_exit 0 contained cli "${place[@]}" "${keys[@]}" -v "$work/trusted.pem:/roots.pem" -e SSL_CERT_FILE=/roots.pem -- last
expect_exit 0 contained cli "${place[@]}" "${keys[@]}" -v "$work/trusted.pem:/etc/ssl/certs/ca-certificates.crt" -- last

# The root is read-only; what is mounted need not be.
expect_exit 1 cli --store file:/snapshots save --name first <small
expect_contains "$err" "Read-only file system"
mkdir volume && chown 65532:65532 volume
expect_exit 0 contained cli -v "$work/volume:/volume" -- --store file:/volume save --name first <small
expect_equal "$(stat -c %u:%g volume/*first)" 65532:65532
mkdir config && cp "$snapshots"/*-startup.cfg config/
expect_exit 0 contained cli "${place[@]}" "${keys[@]}" "${roots[@]}" -v "$work/config:/config" -- --series watched watch /config --once
expect_exit 0 cli --series watched last
expect_same "$out" "$(echo config/*)"

# Keys as the agents of ECS and of EKS give them.
echo -n pod-token >token
agent=(-e AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:18080/keys
    -v "$work/token:/var/run/secrets/token" -e AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/var/run/secrets/token)
expect_exit 0 contained cli "${place[@]}" "${roots[@]}" "${agent[@]}" -- credentials
expect_contains "$out" "container"
expect_exit 0 contained cli "${place[@]}" "${roots[@]}" "${agent[@]}" -- show first
expect_same "$out" small

# --- the model server ------------------------------------------------------------------------------------------

url=http://127.0.0.1:8081
call() {
    curl --noproxy '*' -sS -f -m 30 -o reply -X "$1" "$url$2"
}
is_healthy() {
    kill -0 "$container" 2>/dev/null || fail "the server has ended: $(<model-server.log)"
    check_container model-server 2>health
}
mkdir spool && chown 65532:65532 spool
start_server_container() {
    start_container model-server "${place[@]}" "${agent[@]}" "${roots[@]}" -v "$work/spool:/spool" -- --series host-7 \
        --spool-dir /spool
    wait_until is_healthy
}
expect_exit 1 contained model-server -- --check-health
start_server_container
call POST "/models?url=noop.mar&durable=stored"
call PUT "/models/noop?min_worker=4&durable=stored"
signal_container model-server KILL
start_server_container
call GET /models/noop
expect_equal "$(jq '.[0].minWorkers' reply)" 4

# DynamoDB away: the spool has it.
stop_tls_front
call PUT "/models/noop?min_worker=5&durable=spooled"
signal_container model-server KILL
start_tls_front
start_server_container
call GET /models/noop
expect_equal "$(jq '.[0].minWorkers' reply)" 5
call PUT "/models/noop?min_worker=6"
signal_container model-server TERM
expect_equal "$ended" 0
expect_exit 0 cli --series host-7 last
expect_contains "$out" '"minWorkers"\: 6'

# --- rights ----------------------------------------------------------------------------------------------------

# expect_rights SID...: what was asked for since the last time is allowed by these statements of the document's policy.
expect_rights() {
    local beyond
    sed -n '/^```json policy$/,/^```$/{/^```/!p}' "$ROOT/docker/README.md" |
        jq -r '.Statement[] | select(.Sid | IN($ARGS.positional[])) | .Action[] | ltrimstr("dynamodb:")' --args "$@" |
        sort -u >allowed
    sed -n 's/^DynamoDB_20120810\.//p' actions.log | sort -u >asked
    [[ -s asked ]] || fail "nothing was asked for"
    beyond=$(comm -13 allowed asked)
    expect_equal "$beyond" ""
    : >actions.log
}

expect_rights Snapshots Table # all of the above
for line in "save small" last list diff doctor "prune --keep 1"; do
    # shellcheck disable=SC2086 # a command and its arguments
    expect_exit 0 contained cli "${place[@]}" "${keys[@]}" "${roots[@]}" -v "$work/small:/small" -- ${line/ small/ /small}
    expect_rights Snapshots
done
expect_exit 0 cli prune --orphans
expect_rights Snapshots Orphans
for line in "create --ttl" describe "delete --yes"; do
    # shellcheck disable=SC2086
    expect_exit 0 cli table $line
    expect_rights Table
done
