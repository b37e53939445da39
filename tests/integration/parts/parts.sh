# Sourced after lib.sh: starts what the credential tests run against. Each part listens on a free loopback port,
# logs to a file here, and ends with the script, however that ends. All of these wait until the part answers.
#
#   start_metadata_mock NAME [OPTION...]   AWS's mock of the instance metadata service, on the values of NAME.json
#   start_moto NAME [OPTION...]            moto: STS and IAM
#   start_scripted NAME [OPTION...]        parts/scripted_server.py on the script NAME.json; requests are in NAME.log
#     NAME_url and NAME_pid are set then
#   stop_part NAME
#   wait_until CMD...                      and the rest of waiting.sh
parts=$ROOT/build/test-parts
parts_scripts=$ROOT/tests/integration/parts
if [[ ! -x $parts/python/bin/python || ! -x $parts/metadata-mock/ec2-metadata-mock ]]; then
    HOME=$real_home "$parts_scripts/install" >/dev/null
fi

source "$ROOT/tests/integration/waiting.sh"

# Runs the command in the background and sets NAME_pid; its environment is clean and its proxies are none.
launch_part() {
    local name=$1
    shift
    setpriv --pdeathsig KILL env -i PATH="$PATH" HOME="$HOME" LANG=C.UTF-8 "$@" </dev/null &
    printf -v "${name}_pid" %s $!
}

is_alive() {
    local -n process=$1_pid
    kill -0 "$process" 2>/dev/null
}

stop_part() {
    local -n process=$1_pid
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
}

any_free_port() {
    /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

answers_or_ended() {
    curl --noproxy '*' -s -o /dev/null -m 5 "$2" || ! is_alive "$1"
}

start_metadata_mock() {
    local name=$1 port attempt
    shift
    # It takes no port 0. Where somebody else was faster to take the port, it ends and another is tried.
    for attempt in 1 2 3 4 5; do
        port=$(any_free_port)
        launch_part "$name" "$parts/metadata-mock/ec2-metadata-mock" --hostname 127.0.0.1 --port "$port" \
            --config-file "$PWD/$name.json" "$@" >"$name.log" 2>&1
        wait_until answers_or_ended "$name" "http://127.0.0.1:$port/latest/meta-data/"
        if is_alive "$name"; then
            printf -v "${name}_url" %s "http://127.0.0.1:$port"
            return
        fi
    done
    fail "the metadata mock ended at once in $attempt attempts: $(tail -n 3 "$name.log")"
}

says_where_or_ended() {
    grep -qs 'Running on http' "$1.log" || ! is_alive "$1"
}

start_moto() {
    local name=$1
    shift
    launch_part "$name" "$parts/python/bin/python" "$parts_scripts/moto_server.py" "$@" >"$name.log" 2>&1
    wait_until says_where_or_ended "$name"
    is_alive "$name" || fail "moto ended at once: $(tail -n 3 "$name.log")"
    printf -v "${name}_url" %s "$(grep -o 'https\?://127.0.0.1:[0-9]*' "$name.log" | head -n 1)"
}

says_port_or_ended() {
    [[ -s $1.port ]] || ! is_alive "$1"
}

start_scripted() {
    local name=$1 host=127.0.0.1 scheme=http port option
    shift
    for option in "$@"; do
        if [[ $option == --tls ]]; then scheme=https; fi
    done
    : >"$name.log"
    launch_part "$name" /usr/bin/python3 "$parts_scripts/scripted_server.py" "$name.json" "$name.log" "$@" \
        >"$name.port" 2>"$name.errors"
    wait_until says_port_or_ended "$name"
    is_alive "$name" || fail "the server of $name.json ended at once: $(<"$name.errors")"
    port=$(<"$name.port")
    printf -v "${name}_url" %s "$scheme://$host:$port"
}
