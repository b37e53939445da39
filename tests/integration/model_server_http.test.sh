#!/usr/bin/env bash
# The example host answers whatever it is sent, and goes on.
# engines: none
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/model_server.sh"

export DDBSNAP_STORE=file:config

# --- the command line -------------------------------------------------------------------------------------------

for arguments in "--listen nowhere" "--listen 127.0.0.1" "--listen 127.0.0.1:65536" "--listen 127.0.0.1:" "--listen x:1" \
    "--save sometimes" "--durability maybe" "--durability spooled" "--change-rate -1" "--quiet-time soon" \
    "--request-timeout 0" "--frobnicate" "stray"; do
    # shellcheck disable=SC2086 # an option and its value
    expect_exit 2 "$MODEL_SERVER" $arguments
    expect_equal "$(wc -l <"$err")" 1
done
expect_exit 0 "$MODEL_SERVER" --help
expect_contains "$out" --spool-dir
expect_exit 1 "$MODEL_SERVER" --store nonsense:
expect_contains "$err" "dynamodb:TABLE"
expect_exit 1 "$MODEL_SERVER" --series 'a/b' --listen 127.0.0.1:0
expect_contains "$err" "series"

start_host --spool-dir spool
expect_exit 1 "$MODEL_SERVER" --listen "${url#http://}"
expect_contains "$err" "cannot listen on ${url#http://}"
expect_exit 1 "$MODEL_SERVER" --listen 127.0.0.1:0 --spool-dir spool
expect_contains "$err" "in use by process $host"

# --- calls ------------------------------------------------------------------------------------------------------

while read -r expected method path; do
    expect_call "$expected" "$method" "$path"
    case $expected in
        4*) expect_equal "$(jq -r '.code' "$reply")" "$expected" ;;
    esac
done <<'CALLS'
200 GET /ping
200 GET /metrics
200 GET /models
200 POST /models?url=noop.mar
200 GET /models/noop
200 GET /models/noop/1.0
200 GET /models/noop/all
200 POST /predictions/noop
200 POST /predictions/noop/1.0
202 PUT /models/noop?min_worker=2
409 POST /models?url=noop.mar
400 POST /models
400 POST /models?url=%zz
400 POST /models?url=%ff
400 POST /models?url=a.mar&batch_size=99999999999999999999
400 POST /models?url=a.mar&durable=forever
400 PUT /models/noop?min_worker=-1
404 GET /models/nope
404 PUT /models/nope
404 DELETE /models/nope
404 POST /predictions/nope
404 POST /predictions/noop/2.0
404 GET /
404 GET /nowhere
404 POST /predictions
404 GET /ping/pong
405 POST /ping
405 POST /metrics
405 GET /predictions/noop
405 DELETE /models
405 BREW /models/noop
405 OPTIONS /models
CALLS

allowed() {
    curl --noproxy '*' -s -m 30 -o /dev/null -D - "$@" | tr -d '\r' | sed -n 's/^Allow: //p'
}
expect_equal "$(allowed -X DELETE "$url/models")" "GET, POST"
expect_equal "$(allowed -I "$url/ping")" "GET"

printf 'hello' >body
curl --noproxy '*' -s --data-binary @body "$url/predictions/noop" >"$reply"
expect_equal "$(jq -c '[.bytes, .hash]' "$reply")" '[5,"a430d84680aabd0b"]' # FNV-1a of "hello", 64 bits
head -c 1048576 /dev/zero >body # which curl asks for first, by 100-continue
expect_equal "$(curl --noproxy '*' -s --data-binary @body "$url/predictions/noop" | jq .bytes)" 1048576
end_host 0

# --- the health check of a container ----------------------------------------------------------------------------

start_host --save off
expect_exit 0 "$MODEL_SERVER" --check-health --listen "${url#http://}"
expect_exit 0 env DDBSNAP_LISTEN="${url#http://}" "$MODEL_SERVER" --check-health
expect_exit 0 "$MODEL_SERVER" --check-health --listen "0.0.0.0:${url##*:}" # as a container's server listens
kill -STOP "$host"
expect_exit 1 "$MODEL_SERVER" --check-health --listen "${url#http://}"
expect_contains "$err" "no healthy server on port ${url##*:}"
kill -CONT "$host"
end_host 0
expect_exit 1 "$MODEL_SERVER" --check-health --listen "${url#http://}"
expect_contains "$err" "Connection refused"

# --- what is no HTTP --------------------------------------------------------------------------------------------

start_host --request-timeout 1000
expect_call 200 GET /models/noop # stored when the one before ended
expect_exit 0 python3 "$ROOT/tests/integration/bad_http.py" "${url##*:}" slow
end_host 0
start_host --request-timeout 60000
expect_exit 0 python3 "$ROOT/tests/integration/bad_http.py" "${url##*:}"
expect_call 200 GET /models/noop
expect_equal "$(($(metric 'model_server_requests_total{call="unreadable",code="400"}') > 0))" 1
only_this_one_is_open() {
    [[ $(metric model_server_connections_open) == 1 ]]
}
wait_until only_this_one_is_open

# A connection on which nothing happens does not keep the host from ending, nor one in the middle of a request.
exec 5<>"/dev/tcp/127.0.0.1/${url##*:}" 6<>"/dev/tcp/127.0.0.1/${url##*:}"
printf 'GET /pi' >&6
end_host 0
