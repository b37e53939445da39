# Sourced by lib.sh.
#
#   reserve_ports N    sets the array ports to N loopback ports that are free, and that no other test of this checkout takes
#                      while this process, or one that it has started, is there
#
# They are below those that the kernel, and tools/local-dynamodb, take any from.
ports_begin=10000
ports_end=20000

is_free_port() {
    # A closed loopback port refuses at once.
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

are_free_ports() {
    local port
    for port in "$@"; do
        is_free_port "$port" || return 1
    done
}

reserve_ports() {
    local count=$1 locks=$ROOT/build/test-parts/torchserve/ports first attempt
    mkdir -p "$locks"
    for attempt in {1..100}; do
        first=$((ports_begin + RANDOM % ((ports_end - ports_begin) / count) * count))
        exec {ports_lock}>"$locks/$first"
        mapfile -t ports < <(seq "$first" $((first + count - 1)))
        if flock -n "$ports_lock" && are_free_ports "${ports[@]}"; then return; fi
        exec {ports_lock}>&-
    done
    fail "no $count free ports in $attempt attempts"
}
