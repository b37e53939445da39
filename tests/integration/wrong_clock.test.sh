#!/usr/bin/env bash
# engines: extenddb
# Where signatures are refused because this machine's clock is wrong, they are made with the server's time; where that
# does not help, the message says by how much the clock is wrong.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/clock.sh"
source "$ROOT/tests/integration/refusals.sh"

start_server
secrets+=("$AWS_SECRET_ACCESS_KEY")
expect_exit 0 ddbsnap table create
expect_exit 0 ddbsnap doctor
grep -qE '^ok +clock ' "$out" || fail "the clocks agree: $(<"$out")"

# The server checks the time in the signature.
for shift in "-1h behind" "+1h ahead of"; do
    command_by_clock at "${shift%% *}"
    expect_exit 0 ./at save /dev/null --name "at${shift%% *}"
    expect_contains "$err" "60 min ${shift#* } the server's: requests are signed with the server's time"
    examined clock "60 min ${shift#* } the server's" "set this machine's clock" -- ./at doctor
done

# As DynamoDB itself says it, and as ExtendDB does.
for exception in InvalidSignatureException UnrecognizedClientException; do
    mkfifo port
    setpriv --pdeathsig KILL /usr/bin/python3 "$ROOT/tests/integration/late_server.py" 7200 $exception >port &
    read -r port <port
    rm port
    late=(ddbsnap --endpoint "http://127.0.0.1:$port")
    refused 1 "$exception" "120 min behind the server's" "set this machine's clock" -- "${late[@]}" -q last
    examined clock "120 min behind the server's" "set this machine's clock" -- "${late[@]}" doctor
    kill $!
done
