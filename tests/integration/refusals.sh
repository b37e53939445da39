# Sourced after lib.sh by tests of what the command refuses.
#
#   refused N TEXT... -- CMD     CMD exits with N and prints nothing but one line on standard error, which holds
#                                every TEXT; it shows none of $secrets and leaves the files here as they were
#   refused_after_output ...     the same, but it may print on standard output before
#   examined CHECK TEXT... -- CMD    CMD, a `ddbsnap doctor`, ends with 1, and the line of CHECK holds every TEXT
#   create_table NAME HASH [RANGE]   a table without indexes
export DDBSNAP

secrets=()

files_here() {
    find . -path ./.engine -prune -o -type f ! -name .out ! -name .err -printf '%p %s %T@\n' | sort
}

# Runs the command behind "--", which must exit with $1, and sets texts to what stands before it.
run_refused() {
    local status=$1 before
    shift
    texts=()
    while [[ $1 != -- ]]; do
        texts+=("$1")
        shift
    done
    shift
    before=$(files_here)
    expect_exit "$status" "$@"
    expect_equal "$(files_here)" "$before"
    local secret
    for secret in "${secrets[@]}"; do
        if grep -qF -- "$secret" "$out" "$err"; then fail "a secret is shown by: $*"; fi
    done
}

expect_one_line_with_texts() {
    local text
    if (($(wc -l <"$err") != 1)); then fail "not one line: $(<"$err")"; fi
    for text in "${texts[@]}"; do expect_contains "$err" "$text"; done
    # What a terminal would obey has no place in a message.
    if LC_ALL=C grep -q $'[\x01-\x09\x0b-\x1f\x7f]' "$err"; then fail "a control character is shown"; fi
}

refused() {
    run_refused "$@"
    expect_equal "$(head -c 300 "$out" | tr -d '\0')" ""
    expect_one_line_with_texts
}

refused_after_output() {
    run_refused "$@"
    expect_one_line_with_texts
}

examined() {
    local check=$1 text
    shift
    run_refused 1 "$@"
    grep -E "^FAIL +$check " "$out" >finding || fail "no finding about $check in: $(<"$out")"
    expect_equal "$(wc -l <finding)" 1
    for text in "${texts[@]}"; do expect_contains finding "$text"; done
    rm finding
}

create_table() {
    /usr/bin/python3 - "$@" <<'PYTHON'
import os, sys
import botocore.session

name, *keys = sys.argv[1:]
client = botocore.session.get_session().create_client(
    "dynamodb", region_name=os.environ["AWS_REGION"], endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"])
client.create_table(
    TableName=name, BillingMode="PAY_PER_REQUEST",
    KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"))],
    AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys])
client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
PYTHON
}
