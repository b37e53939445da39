# Sourced after lib.sh by tests of where keys come from. Environment settings are given as to env(1).
#
#   resolves KEY SECRET TOKEN ACCOUNT [SETTING...]   the chain finds exactly these; "" stands for none
#   breaks TEXT... -- [SETTING...]    it fails in one line that holds every TEXT, and no key is printed
#   breaks_in_text_too ...            the same, and the table of providers tells no secret either
#   expect_hushed FILE...             no file may hold any of $secrets, nor anything with "hush" in it
export DDBSNAP
secrets=()

# What the tests make up as secrets has this word in it; where a secret comes from elsewhere it is in $secrets.
expect_hushed() {
    local secret
    for secret in hush "${secrets[@]}"; do
        [[ -n $secret ]] || fail "an empty secret is in everything"
        if grep -qF -- "$secret" "$@"; then fail "a secret is shown: $(head -c 2000 "$@")"; fi
    done
}

resolves() {
    local key=$1 secret=$2 token=$3 account=$4
    shift 4
    expect_exit 0 env "$@" "$DDBSNAP" credentials --format process
    expect_equal "$(jq -r '[.Version, .AccessKeyId, .SecretAccessKey, .SessionToken, .AccountId] | map(. // "") | join("|")' \
        "$out")" "1|$key|$secret|$token|$account"
    expect_hushed "$err"
    expect_exit 0 env "$@" "$DDBSNAP" credentials
    expect_contains "$out" "Using "
    secrets+=("$secret")
    if [[ -n $token ]]; then secrets+=("$token"); fi
    expect_hushed "$out" "$err"
}

breaks() {
    local texts=() text
    while [[ $1 != -- ]]; do
        texts+=("$1")
        shift
    done
    shift
    expect_exit 1 env "$@" "$DDBSNAP" credentials --format process
    expect_equal "$(<"$out")" ""
    expect_hushed "$err"
    # A warning about a file may stand before it.
    expect_equal "$(grep -vc 'ddbsnap: warning: ' "$err")" 1
    for text in "${texts[@]}"; do expect_contains "$err" "$text"; done
    if LC_ALL=C grep -q $'[\x01-\x09\x0b-\x1f\x7f]' "$err"; then fail "a control character is shown"; fi
}

breaks_in_text_too() {
    breaks "$@"
    while [[ $1 != -- ]]; do shift; done
    shift
    expect_exit 1 env "$@" "$DDBSNAP" credentials
    expect_contains "$out" "No credentials."
    expect_hushed "$out" "$err"
}
