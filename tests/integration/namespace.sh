# Sourced first of all: runs the script anew with a network and a mount table of its own, in which it may have any
# address and any /etc/hosts. There is nothing but loopback then, which is up.
if [[ ${DDBSNAP_TEST_NAMESPACE-} != yes ]]; then
    for as in "" --map-root-user; do
        # shellcheck disable=SC2086
        if unshare $as --net --mount true 2>/dev/null; then
            DDBSNAP_TEST_NAMESPACE=yes exec unshare $as --net --mount bash "$0" "$@"
        fi
    done
    echo "FAILED ${0##*/}: no network namespace can be made here: $(unshare --map-root-user --net --mount true 2>&1);" \
        "run it as root, or allow unprivileged user namespaces" >&2
    exit 1
fi
ip link set lo up || {
    echo "FAILED ${0##*/}: loopback of the namespace cannot be set up; is iproute2 there? run tools/setup" >&2
    exit 1
}

# swallow ADDRESS...: leads the addresses to where packets go and nothing ever comes back, not even a refusal.
swallow() {
    local address
    [[ -e /dev/net/tun ]] || fail "there is no /dev/net/tun to lead packets into"
    ip tuntap add swallows mode tun
    ip link set swallows up
    ip address add 192.0.2.1/32 dev swallows
    for address in "$@"; do ip route add "$address" dev swallows; done
}

# How many packets went there so far.
swallowed() {
    ip -s -j link show swallows | jq '.[0].stats64.tx | .packets + .dropped + .errors + .carrier_errors'
}

# name_is NAME ADDRESS...: for this script, /etc/hosts has the name with these addresses, and no others.
name_is() {
    local name=$1 address
    shift
    if [[ ! -e $work/.hosts ]]; then
        printf '127.0.0.1 localhost\n::1 localhost\n' >"$work/.hosts"
        mount --bind "$work/.hosts" /etc/hosts
    fi
    for address in "$@"; do echo "$address $name" >>"$work/.hosts"; done
}
