# engines: extenddb
# ddbsnap-bench: what it prints, when it fails, and that it measures what it says. Nothing here looks at a time.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/certificates.sh"

bench=${DDBSNAP%/*}/ddbsnap-bench
tools=$ROOT/tools/bench

# The web server outlives this script unless it is told to end.
end() {
    local status=$?
    set +e
    "$tools/server" stop --dir "$work/server"
    "$tools/server" stop --dir "$work/compared/server"
    (exit "$status")
    finish
}
trap end EXIT

expect_json() {
    jq -e "$1" "$out" >/dev/null || fail "not so: $1; it printed: $(<"$out")"
}

members='([.requestsPerSecond, .cpuMicrosPerRequest, .p50Micros, .p99Micros, .p999Micros, .maxResidentKb] | all(. > 0))'

# Wrong arguments.
expect_exit 2 "$bench"
expect_exit 2 "$bench" client
expect_exit 2 "$bench" client --endpoint http://127.0.0.1:1 --operation scan
expect_contains "$err" scan
expect_exit 2 "$bench" client --endpoint http://127.0.0.1:1 --size 0
expect_exit 2 "$bench" client --endpoint http://127.0.0.1:1 --colour red
expect_exit 2 "$bench" sign --size many
expect_exit 2 "$bench" stall --endpoint http://127.0.0.1:1 --rate 0
expect_exit 2 "$tools/compare" --peers cobol
expect_exit 0 "$bench" client --help
expect_contains "$out" --endpoint

# Missing settings are named.
expect_exit 1 "$bench" client --endpoint http://127.0.0.1:1 --requests 5
expect_contains "$err" AWS_REGION
export AWS_REGION=us-east-1
expect_exit 1 "$bench" client --endpoint http://127.0.0.1:1 --requests 5
expect_contains "$err" "no credentials"

# A server that checks signatures and has no table at first.
start_server
for operation in put get query batch; do
    expect_exit 0 "$bench" client --endpoint "$AWS_ENDPOINT_URL_DYNAMODB" --operation "$operation" --size 4096 \
        --requests 20 --concurrency 4 --json
    expect_json "$members and .allocationsPerRequest > 0 and .requests == 20 and .errors == 0"
    expect_json ".operation == \"$operation\" and .size == 4096 and .concurrency == 4"
    case $operation in
        get) expect_json '.itemsPerReply == 1' ;;
        query) expect_json '.itemsPerReply == 100' ;;
    esac
done
expect_exit 0 "$bench" client --endpoint "$AWS_ENDPOINT_URL_DYNAMODB" --requests 5
expect_contains "$out" "ddbsnap put of 1024 bytes"

# Requests that fail are counted and told.
AWS_SECRET_ACCESS_KEY=wrong expect_exit 1 "$bench" client --endpoint "$AWS_ENDPOINT_URL_DYNAMODB" --requests 5 --json
expect_json '.requests == 5 and .errors == 5 and (.firstError | test("signature"; "i"))'
expect_contains "$err" "5 of 5 requests failed"

# TLS: the right authority, another one, none.
eval "$("$tools/server" start --dir "$work/server" --sizes 1024)"
authority other
for client in client bare; do
    for concurrency in 1 3; do
        expect_exit 0 "$bench" "$client" --endpoint "$DDBSNAP_BENCH_1024" --operation query --requests 30 \
            --concurrency "$concurrency" --json
        expect_json "$members and .requests == 30 and .errors == 0"
    done
    AWS_CA_BUNDLE=$work/other.pem expect_exit 1 "$bench" "$client" --endpoint "$DDBSNAP_BENCH_1024" --requests 5
    expect_contains "$err" certificate
    AWS_CA_BUNDLE='' expect_exit 1 "$bench" "$client" --endpoint "$DDBSNAP_BENCH_1024" --requests 5
    expect_contains "$err" certificate
done
for operation in put get; do
    expect_exit 0 "$bench" stall --endpoint "$DDBSNAP_BENCH_1024" --operation "$operation" --requests 20 --rate 200 --json
    expect_json '.requests == 20 and .errors == 0 and .rate == 200 and .idle.longestMicros > 0'
    expect_json '[.busy, .busyOwnCpu] | all(.p50Micros <= .p999Micros and .p999Micros <= .longestMicros)'
done
expect_exit 0 "$bench" writer --endpoint "$DDBSNAP_BENCH_1024" --saves 20000 --rate 50 --seconds 1 --json
expect_json '.saveMedianNanos > 0 and .saveP99Nanos >= .saveMedianNanos and .allocationsPerSave >= 1 and .loopStallP999Micros > 0'
expect_json '.stored == 50 and .failed == 0 and .refused == 0'
expect_exit 0 "$bench" writer --saves 5000 --size 1000 --rate 20 --seconds 1
expect_contains "$out" "20 stored, 0 failed, 0 refused"
AWS_CA_BUNDLE='' expect_exit 1 "$bench" stall --endpoint "$DDBSNAP_BENCH_1024" --requests 5
expect_exit 1 "$bench" bare --endpoint "$AWS_ENDPOINT_URL_DYNAMODB" --requests 5
expect_contains "$err" https

expect_exit 0 "$bench" sign --size 1024 --json
expect_json '.signNanos > 0 and .bareNanos > 0 and .ratio > 0'
expect_exit 0 "$bench" credentials --json
expect_json '[.benchmarks[].name] | index("credentials/read_at_hand") != null'

# What changes cost: a write unit for each begun KB of an item in table and index.
expect_exit 0 ddbsnap table create
expect_exit 0 "$bench" economy --endpoint "$AWS_ENDPOINT_URL_DYNAMODB" --table Snapshots2 --changes 200 --series 5 \
    --seconds 1 --json
expect_json '.changes == 200 and .putPerChange.requests == 200 and .writer.requests < 100'
expect_json '.writer.writeUnits * 2 < .putPerChange.writeUnits and .writer.bytesSent * 2 < .putPerChange.bytesSent'

# The report.
expect_exit 0 "$tools/compare" --quick --bench "$bench" --output "$work/compared"
expect_contains "$out" "| PutItem, 1 KB, 16 at a time |"
expect_same "$out" compared/client.md
jq -e '.quick and (.cases | length == 8) and all(.cases[]; .clients.ddbsnap.cpu > 0 and .clients.bare.cpu == 1)' \
    compared/client.json >/dev/null || fail "client.json: $(head -c 500 compared/client.json)"
/usr/bin/python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' compared/client.svg ||
    fail "client.svg is no XML"
if grep -q '<script' compared/client.svg; then fail "there is a script in client.svg"; fi
