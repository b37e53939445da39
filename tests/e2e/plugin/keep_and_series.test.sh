#!/usr/bin/env bash
# Old snapshots are removed where that is asked for, and servers that share a table do not see each other's. The original
# plugin removes nothing, and knows one server.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

now=$(date +%s000)
for n in {1..9}; do case_at $((now + n)) >"$n.json"; done

# names SERIES: newest first
names() {
    ddbsnap --series "$1" list --json | jq -r '.[].name'
}
has_names() {
    [[ $(names "$1") == "$2" ]]
}

start_server
expect_exit 0 ddbsnap table create
start_host blue -Dddbsnap.series=blue
start_host green -Dddbsnap.series=green
start_host nobody

for n in 1 3 5; do
    expect_answer saved blue save $n.json
    expect_answer saved green save $((n + 1)).json
    expect_stored blue $n.json
    expect_stored green $((n + 1)).json
    expect_case $n.json blue last
    expect_case $((n + 1)).json green last
    expect_answer none nobody last
done
end green
start_host green -Dddbsnap.series=green
expect_case 6.json green last
expect_answer saved nobody save 7.json
expect_stored nobody 7.json
expect_case 7.json nobody last
expect_case 5.json blue last
end nobody
end blue

# The newest two of blue.
expect_equal "$(names blue)" "$(for n in 5 3 1; do key_of $n.json; done)"
start_host blue -Dddbsnap.series=blue -Dddbsnap.keep=2
expect_answer saved blue save 8.json
wait_until has_names blue "$(for n in 8 5; do key_of $n.json; done)"
expect_case 8.json blue last
expect_equal "$(names green)" "$(for n in 6 4 2; do key_of $n.json; done)"
expect_equal "$(names "")" "$(key_of 7.json)"
end blue
end green
