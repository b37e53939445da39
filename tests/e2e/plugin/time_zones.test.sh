#!/usr/bin/env bash
# Times in the table are those of the JVM's zone, as the original plugin writes them: both agree on what is the newest and
# in which month it is.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

boundary=$(date -u -d "$(date -u +%Y-%m-01) -1 month" +%s) # of two months in UTC
start_server

is_newest_of_month() {
    ask original month "$2"
    [[ $(jq -r '.[0].snapshotName' <<<"$answer") == "$(key_of "$1")" ]]
}

# both_in ZONE ZONE-OF-DATE TABLE
both_in() {
    local n of_month file time
    table=$3
    export DDBSNAP_STORE=dynamodb:$table
    expect_exit 0 ddbsnap table create
    start_original original "-Duser.timezone=$1"
    start_host host "-Duser.timezone=$1"
    # By turns, on both sides of the boundary in this zone and in UTC.
    for n in -86400 -21600 -7200 7200 21600 86400; do
        file=$((n < 0 ? -n : n))-$((n < 0)).json
        time=$((boundary + n))
        case_at "${time}456" >"$file"
        if (((n / 7200) % 2)); then
            expect_answer "$(key_of "$file")" original save "$file"
        else
            expect_answer saved host save "$file"
            expect_stored host "$file"
        fi
        await_case "$file" host last
        of_month=$(TZ=$2 date -d "@$time" +%Y-%m)
        wait_until is_newest_of_month "$file" "$of_month"
        expect_equal "$(jq -r '.[0] | "\(.snapshotName) \(.createdOn) \(.createdOnMonth)"' <<<"$answer")" \
            "$(key_of "$file") $(TZ=$2 date -d "@$time" '+%F %T'),456 $of_month"
        expect_case "$file" original item "$(key_of "$file")"
    done
    end host
    end original
}

both_in UTC UTC Utc
both_in Asia/Tokyo Asia/Tokyo Tokyo
both_in America/New_York America/New_York NewYork
both_in GMT+05:30 '<+0530>-05:30' Fixed
