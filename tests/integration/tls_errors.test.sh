#!/usr/bin/env bash
# engines: none
# A certificate that proves nothing is refused, with the reason and the mend; one that does is taken.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/refusals.sh"
source "$ROOT/tests/integration/certificates.sh"

export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE DDBSNAP_STORE=dynamodb:Snapshots2
export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY AWS_MAX_ATTEMPTS=1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
secrets+=("$AWS_SECRET_ACCESS_KEY")

server=
stop_tls_server() {
    if [[ -n $server ]]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
        server=
    fi
}

# serve NAME: with that certificate; sets port. The server ends with this script, however that ends.
serve() {
    stop_tls_server
    mkfifo "$1.port"
    setpriv --pdeathsig KILL /usr/bin/python3 "$ROOT/tests/integration/tls_server.py" "$1.pem" "$1.key" >"$1.port" &
    server=$!
    read -r port <"$1.port" || fail "the server for $1 did not start"
    rm "$1.port"
}

authority trusted
authority stranger
certificate good trusted DNS:localhost,IP:127.0.0.1
certificate other trusted DNS:other.example
certificate wildcard trusted DNS:*.example,DNS:local*
certificate unknown stranger DNS:localhost
certificate expired trusted DNS:localhost 20200101000000Z 20210101000000Z
certificate early trusted DNS:localhost 20980101000000Z 20990101000000Z
export AWS_CA_BUNDLE=$PWD/trusted.pem

# rejected HOST REASON MEND: by each command that connects, in one line; nothing is sent.
rejected() {
    local url=https://$1:$port
    refused 1 "certificate" "$1:$port" "$2" "$3" -- ddbsnap --endpoint "$url" last
    refused 1 "certificate" "$1:$port" "$2" "$3" -- ddbsnap --endpoint "$url" table describe
    examined TLS "certificate" "$2" "$3" -- ddbsnap --endpoint "$url" doctor
}

serve good
for host in localhost 127.0.0.1; do
    expect_exit 3 ddbsnap --endpoint "https://$host:$port" last # the server has no items
    expect_exit 1 ddbsnap --endpoint "https://$host:$port" doctor
    grep -qE '^ok +TLS ' "$out" || fail "a good certificate is not taken: $(<"$out")"
done
AWS_CA_BUNDLE=$PWD/stranger.pem rejected localhost "unable to get local issuer certificate" AWS_CA_BUNDLE
AWS_CA_BUNDLE= rejected localhost "unable to get local issuer certificate" AWS_CA_BUNDLE
echo "no certificate" >rubbish.pem
for bundle in rubbish.pem missing.pem .; do
    refused 1 "CA bundle $bundle" "PEM file" -- env AWS_CA_BUNDLE="$bundle" "$DDBSNAP" --endpoint "https://localhost:$port" last
done
# So is what is named in place of this machine's own; what is missing there may be mended by the other.
for bundle in "$PWD/missing.pem" "$PWD" "$PWD/good.key"; do
    refused 1 "SSL_CERT_FILE names $bundle" "PEM file" -- \
        env -u AWS_CA_BUNDLE -u SSL_CERT_DIR SSL_CERT_FILE="$bundle" "$DDBSNAP" --endpoint "https://localhost:$port" last
done
refused 1 "127.0.0.1:$port" -- ddbsnap --endpoint "http://127.0.0.1:$port" last

serve other
rejected localhost "ostname mismatch" "name in the certificate"
rejected 127.0.0.1 "IP address mismatch" "name in the certificate"
serve wildcard
rejected localhost "ostname mismatch" "name in the certificate"
serve unknown
rejected localhost "unable to get local issuer certificate" AWS_CA_BUNDLE
serve expired
rejected localhost "certificate has expired" "renew the server's certificate"
serve early
rejected localhost "certificate is not yet valid" "set this machine's clock"
