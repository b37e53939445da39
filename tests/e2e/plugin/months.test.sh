#!/usr/bin/env bash
# The original plugin asks for month "2025-9" where "2025-09" is stored, so that it restores nothing from January to
# September. This one restores in every month, also at the first start in it; quiet_server.test.sh has the other months.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

start_server
expect_exit 0 ddbsnap table create
start_original original -Duser.timezone=UTC

before=none
for month in 01 05 09 10 12; do
    # As it starts that month. The server keeps the machine's time.
    it_is "2025-$month-05 12:00:00"
    start_host host -Duser.timezone=UTC
    if [[ $before == none ]]; then expect_answer none host last; else expect_case "$before" host last; fi
    case_at "$(date -u -d "2025-$month-05 12:00" +%s007)" >"$month.json"
    expect_answer "$(key_of "$month.json")" original save "$month.json"
    await_case "$month.json" host last
    end host
    ask original last "2025-$month"
    case $month in
        0*) expect_equal "$answer" none ;;
        *) [[ $answer == failed:* ]] || fail "the original restores $answer" ;; # see newest.test.sh
    esac
    before=$month.json
done
end original
