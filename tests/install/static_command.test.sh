#!/usr/bin/env bash
# engines: none
# The command that is one file, alone in a root directory, as in an image FROM scratch: it works, and what is not
# there is missed by name. DDBSNAP names the command, which was built with DDBSNAP_STATIC.
source "$(dirname "${BASH_SOURCE[0]}")/../integration/namespace.sh"
source "$(dirname "${BASH_SOURCE[0]}")/../integration/lib.sh"
source "$ROOT/tests/integration/refusals.sh"
source "$ROOT/tests/integration/certificates.sh"

: "${DDBSNAP:?names the static command}"
root=$work/root
mkdir root
cp "$DDBSNAP" root/ddbsnap
needs=$(readelf --dynamic --program-headers root/ddbsnap | grep -E 'NEEDED|INTERP' || true)
expect_equal "$needs" ""

# alone [SETTING...] -- ARG...: the command with these settings and no others, in a root of its own.
alone() {
    local settings=()
    while [[ $1 != -- ]]; do
        settings+=("$1")
        shift
    done
    shift
    env -i AWS_EC2_METADATA_DISABLED=true "${settings[@]}" /usr/sbin/chroot "$root" /ddbsnap "$@"
}
keys=(AWS_REGION=us-east-1 AWS_MAX_ATTEMPTS=1 DDBSNAP_STORE=dynamodb:Snapshots2 AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
    AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY)

# --- nothing but the file --------------------------------------------------------------------------------------

expect_exit 0 alone -- --version
expect_exit 3 alone -- last
echo "model=resnet" >body
expect_exit 0 alone -- save --name first <body
expect_exit 0 alone -- last
expect_same "$out" body
expect_exit 0 alone -- list --time-zone +02:00
refused 1 "Europe/Berlin" "/usr/share/zoneinfo" -- alone -- --time-zone Europe/Berlin list

# read_only ARG...: the command in a root that nobody can write to; the mount is gone with it.
read_only() {
    unshare --mount sh -c 'mount --bind -o ro "$0" "$0" && exec env -i /usr/sbin/chroot "$0" /ddbsnap "$@"' "$root" "$@"
}
refused 1 "/kept" "Read-only file system" -- read_only --store file:/kept save --name first <body

# --- credentials -----------------------------------------------------------------------------------------------

expect_exit 1 alone -- credentials
expect_contains "$out" "HOME is not set"
mkdir -p root/home/.aws
printf '[default]\ncredential_process = print-keys\n' >root/home/.aws/config
expect_exit 1 alone HOME=/home -- credentials
expect_contains "$err" "there is no /dev/null here"
mkdir root/dev
: >root/dev/null
expect_exit 1 alone HOME=/home -- credentials
expect_contains "$err" "there is no /bin/sh here"

# --- certificates and names ------------------------------------------------------------------------------------

authority trusted
certificate good trusted DNS:table.example
mkfifo port
setpriv --pdeathsig KILL /usr/bin/python3 "$ROOT/tests/integration/tls_server.py" good.pem good.key >port &
read -r port <port || fail "the TLS server did not start"
reader=("${keys[@]}" "AWS_ENDPOINT_URL_DYNAMODB=https://table.example:$port")

refused 1 "no CA certificates" "AWS_CA_BUNDLE" "SSL_CERT_FILE" -- alone "${reader[@]}" -- last
cp trusted.pem root/roots.pem
refused 1 "table.example" "there is no /etc/resolv.conf here" -- \
    alone "${reader[@]}" AWS_CA_BUNDLE=/roots.pem -- last

mkdir root/etc
echo "127.0.0.1 table.example" >root/etc/hosts
expect_exit 3 alone "${reader[@]}" AWS_CA_BUNDLE=/roots.pem -- last # over TLS; the server has no items
expect_exit 3 alone "${reader[@]}" SSL_CERT_FILE=/roots.pem -- last
rm root/etc/hosts

mkfifo ready
setpriv --pdeathsig KILL /usr/bin/python3 "$ROOT/tests/install/name_server.py" >ready &
read -r _ <ready || fail "the name server did not start"
echo "nameserver 127.0.0.1" >root/etc/resolv.conf
mkdir -p root/etc/ssl/certs
cp trusted.pem root/etc/ssl/certs/ca-certificates.crt
expect_exit 3 alone "${reader[@]}" -- last

# What another distribution's files name must not be loaded into this program.
echo "hosts: mymachines resolve [!UNAVAIL=return] files dns" >root/etc/nsswitch.conf
mkdir -p root/lib/x86_64-linux-gnu
for module in libnss_mymachines.so.2 libnss_resolve.so.2; do
    cp "$(ldconfig -p | awk '$1 == "libc.so.6" {print $NF; exit}')" "root/lib/x86_64-linux-gnu/$module"
done
printf 'openssl_conf = all\n[all]\nproviders = some\n[some]\nforeign = module\n[module]\nmodule = /foreign.so\nactivate = 1\n' \
    >root/openssl.cnf
expect_exit 3 alone "${reader[@]}" OPENSSL_CONF=/openssl.cnf -- last
