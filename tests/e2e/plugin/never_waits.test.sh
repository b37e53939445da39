#!/usr/bin/env bash
# Saving never waits for DynamoDB, nor does anything else wait longer than it is told to: here DynamoDB takes every request
# and never answers.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

for n in {1..9}; do case_at $(($(date +%s000) + n)) >"$n.json"; done
export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

setpriv --pdeathsig KILL /usr/bin/python3 "$plugin/black_hole.py" >taken &
wait_until test -s taken
read -r port <taken
export DDBSNAP_STORE="dynamodb:Snapshots2?region=us-east-1&endpoint=http://127.0.0.1:$port"

start_host host -Dddbsnap.restore_timeout_ms=300 -Dddbsnap.shutdown_timeout_ms=300
expect_answer none host last
expect_contains host.log "no answer within 300 ms"
expect_answer saved host save 1.json
# It has the request, which it will never answer.
wait_for_line taken received
for n in {2..9}; do expect_answer saved host save "$n.json"; done
expect_answer none host last
end host
expect_contains host.log "not stored within 300 ms"

# The same, but nothing is lost.
start_host host -Dddbsnap.restore_timeout_ms=300 -Dddbsnap.shutdown_timeout_ms=300 "-Dddbsnap.spool_dir=$work/spool"
for n in {1..9}; do expect_answer saved host save "$n.json"; done
end host
start_host host -Dddbsnap.restore_timeout_ms=300 -Dddbsnap.shutdown_timeout_ms=0 "-Dddbsnap.spool_dir=$work/spool"
expect_case 9.json host last
end host
