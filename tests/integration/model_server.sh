# Sourced after lib.sh by tests of the example host.
#
#   start_host ARG...     starts it on a free port; $url is where it listens, $host its process, $host_log what it said
#   kill_host             kill -9                 end_host N     SIGTERM; it must exit with N
#   call METHOD PATH      sends a request; its status is then in $status, the reply in the file $reply
#   expect_call N METHOD PATH     the status must be N
#   metric NAME           the value of a sample of /metrics, 0 where there is none
#   all_is_stored         whether the writer has nothing left to store
#   wait_until CMD...     until CMD succeeds, with a deadline that only a failure reaches
MODEL_SERVER=${MODEL_SERVER:-$(dirname "$DDBSNAP")/ddbsnap-model-server}
host_log=$work/.host.log
host_out=$work/.host.out
reply=$work/.reply
host=

at_end() {
    if [[ -n $host ]]; then kill_host; fi
}

wait_until() {
    local deadline=$((SECONDS + 60))
    until "$@"; do
        if ((SECONDS >= deadline)); then
            cat "$host_log" >&2
            fail "did not come true: $*"
        fi
        sleep 0.05 # between two looks
    done
}

is_listening() {
    grep -q '^listening on ' "$host_out" && return
    kill -0 "$host" 2>/dev/null || fail "the host has ended: $(<"$host_log")"
    return 1
}

start_host() {
    : >"$host_out"
    "$MODEL_SERVER" --listen 127.0.0.1:0 "$@" >"$host_out" 2>"$host_log" &
    host=$!
    wait_until is_listening
    url=$(sed -n 's/^listening on //p' "$host_out")
}

kill_host() {
    {
        kill -9 "$host" || true
        wait "$host" || true
    } 2>/dev/null
    host=
}

end_host() {
    local expected=$1 ended=0
    kill -TERM "$host"
    wait "$host" || ended=$?
    host=
    if ((ended != expected)); then fail "the host's exit is $ended, not $expected: $(<"$host_log")"; fi
}

call() {
    status=$(curl --noproxy '*' -s -m 30 -o "$reply" -w '%{http_code}' -X "$1" "$url$2")
}

expect_call() {
    call "$2" "$3"
    if ((status != $1)); then fail "$2 $3: $status, not $1: $(<"$reply")"; fi
}

metric() {
    curl --noproxy '*' -s -m 30 "$url/metrics" |
        awk -v name="$1" '$1 == name { value = $2 } END { print value + 0 }'
}

all_is_stored() {
    [[ $(metric ddbsnap_writer_pending) == 0 ]]
}
