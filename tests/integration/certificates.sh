# Sourced after lib.sh by tests that need certificates of their own.

new_key() {
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null
}

# authority NAME: a CA, as NAME.pem and NAME.key.
authority() {
    new_key "$1.key"
    openssl req -x509 -new -key "$1.key" -days 30 -subj "/CN=$1" -out "$1.pem"
}

# certificate NAME CA SUBJECT-ALT-NAME [START END]: signed by the CA; dates as the ca command takes them.
certificate() {
    local name=$1 ca=$2 alternatives=$3
    local -a dates=(-days 30)
    if (($# == 5)); then dates=(-startdate "$4" -enddate "$5"); fi
    new_key "$name.key"
    openssl req -new -key "$name.key" -subj "/CN=$name" -out "$name.csr"
    : >"$name.index"
    cat >"$name.cnf" <<TEXT
[ca]
default_ca = authority
[authority]
database = $name.index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = names
x509_extensions = leaf
[names]
commonName = supplied
[leaf]
subjectAltName = $alternatives
basicConstraints = CA:FALSE
TEXT
    openssl ca -batch -notext -config "$name.cnf" -cert "$ca.pem" -keyfile "$ca.key" "${dates[@]}" \
        -in "$name.csr" -out "$name.pem" 2>ca.log || fail "openssl ca: $(<ca.log)"
}
