#!/usr/bin/env bash
# What cannot be done is refused with one line that names the cause and the next step, shows no secret and leaves
# the store and the directory as they were.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/refusals.sh"

start_server
secrets+=("$AWS_SECRET_ACCESS_KEY")
expect_exit 0 ddbsnap table create
echo "model=resnet" >config.properties
expect_exit 0 ddbsnap save config.properties --name kept
expect_exit 0 ddbsnap list --json
cp "$out" list_before

# --- names and values ------------------------------------------------------------------------------------------

for name in '' "$(printf 'n%.0s' {1..1025})" $'two\nlines' $'\e[31mred' '#head' 'a#part-0001'; do
    refused 2 "name" "choose another name" -- ddbsnap save config.properties --name "$name"
    refused 2 "name" "choose another name" -- ddbsnap show "$name"
done
for series in 'with space' 'a/b' '.hidden' 'ü' "$(printf 's%.0s' {1..129})"; do
    refused 2 "series" "choose another name" -- ddbsnap --series "$series" save config.properties --name n
    refused 2 "series" "choose another name" -- ddbsnap --series "$series" last
    refused 2 "series" "choose another name" -- ddbsnap --series "$series" list
    refused 2 "series" "choose another name" -- ddbsnap --series "$series" prune --keep 1
done
for time in '' yesterday 2026-02-30T00:00:00Z 2026-11-23T25:00:00Z; do
    refused 2 "--created \"$time\"" "2026-11-23T10:45:55.123Z" -- ddbsnap save config.properties --created "$time"
done
for duration in '' 30 d 1.5h 3y 99999999999999999999d; do
    refused 2 "--ttl \"$duration\"" "30d" -- ddbsnap save config.properties --ttl "$duration"
    refused 2 "--older-than \"$duration\"" "30d" -- ddbsnap prune --older-than "$duration"
done
refused 2 '--ttl "-1d"' "30d" -- ddbsnap save config.properties --ttl=-1d
refused 2 '--older-than "-1d"' "30d" -- ddbsnap prune --older-than=-1d
for count in 0 -1 many ''; do
    refused 2 "--keep" "ddbsnap --help" -- ddbsnap prune --keep="$count"
    refused 2 "--limit" "ddbsnap --help" -- ddbsnap list --limit="$count"
done
refused 2 "keep" -- ddbsnap prune
refused 2 "--orphans" "--keep" -- ddbsnap prune --orphans --keep 1
refused 2 "--orphans" "--older-than" -- ddbsnap prune --older-than 1d --orphans
refused 1 "Atlantis" -- ddbsnap --time-zone Atlantis/Lost list

# --- the command line ------------------------------------------------------------------------------------------

refused 2 "ddbsnap --help" -- ddbsnap
refused 2 "frobnicate" "ddbsnap --help" -- ddbsnap frobnicate
refused 2 "--frobnicate" "ddbsnap --help" -- ddbsnap list --frobnicate
refused 2 "ddbsnap --help" -- ddbsnap list $'two\nlines'
refused 2 "NAME" "ddbsnap --help" -- ddbsnap show
refused 2 "--name" "ddbsnap --help" -- ddbsnap save --name
refused 2 "SHELL" "ddbsnap --help" -- ddbsnap completion
refused 2 "tcsh" "ddbsnap --help" -- ddbsnap completion tcsh
refused 2 "--format" "ddbsnap --help" -- ddbsnap credentials --format xml
refused 2 "ddbsnap --help" -- ddbsnap table
refused 2 "Snapshots2" "--yes" -- ddbsnap table delete
for store in nonsense: nonsense file: dynamodb: dynamodb:x 'dynamodb:Snapshots2?table=x' 'dynamodb:Snapshots2?region='; do
    refused 2 "store $store" "file:DIR" "dynamodb:TABLE" -- ddbsnap --store "$store" last
    refused 2 "store $store" "file:DIR" "dynamodb:TABLE" -- ddbsnap --store "$store" doctor
done
refused 2 "file:somewhere" "dynamodb:TABLE" -- ddbsnap --store file:somewhere table create

# --- bodies ----------------------------------------------------------------------------------------------------

printf 'caf\xe9=1\n' >latin1.properties
truncate -s $((64 * 1024 * 1024 + 1)) too_large
refused 2 "latin1.properties" "UTF-8" "--binary" -- ddbsnap save latin1.properties --name n
refused 2 "standard input" "UTF-8" "--binary" -- ddbsnap save --name n <latin1.properties
refused 1 "67108865 bytes" "limit of 67108864" "save less" -- ddbsnap save too_large --name n
refused 1 "67108865 bytes" "limit of 67108864" "save less" -- ddbsnap save too_large --name n --binary
refused 1 "no-such-file" "No such file" "check the path" -- ddbsnap save no-such-file
refused 1 "Is a directory" "name a file" -- ddbsnap save .

# --- where output goes -----------------------------------------------------------------------------------------

for command in last "show kept"; do
    # shellcheck disable=SC2086 # a command and its argument
    {
        refused 1 "missing/out" "No such file" "create its directory" -- ddbsnap $command -o missing/out
        refused 1 "Is a directory" "name a file" -- ddbsnap $command -o .
        refused 1 "/dev/full" "No space left" "make room" -- ddbsnap $command -o /dev/full
    }
done
for command in last list "list --json" "table describe" doctor "credentials --format env" man --help \
    "completion bash" "save --help"; do
    refused 1 "standard output" "No space left" "make room" -- \
        bash -c "'$DDBSNAP' $command >/dev/full"
done

# --- the store -------------------------------------------------------------------------------------------------

touch a_file
refused 1 "cannot" "a_file" -- ddbsnap --store file:a_file/config save config.properties
refused 1 "cannot" "a_file" -- ddbsnap --store file:a_file save config.properties
refused 1 "/proc/config" "check the path" -- ddbsnap --store file:/proc/config save config.properties
refused 2 "expire" "prun" -- ddbsnap --store file:snapshots save config.properties --ttl 30d
refused 2 "name" -- ddbsnap --store file:snapshots save config.properties --name a/b

for command in last list "show kept" "save config.properties --name n" "prune --keep 1" "table describe" \
    "table delete --yes"; do
    # shellcheck disable=SC2086
    refused 1 "table Missing does not exist in eu-west-1" "dynamodb:Missing table create" -- \
        ddbsnap --store dynamodb:Missing --region eu-west-1 $command
done
examined table "table Missing does not exist in eu-west-1" "dynamodb:Missing table create" -- \
    ddbsnap --store dynamodb:Missing --region eu-west-1 doctor

create_table NoIndex snapshotName createdOn
create_table Elsewhere id
for command in last list "prune --keep 1" "table describe" "table create"; do
    # shellcheck disable=SC2086
    refused_after_output 1 "NoIndex has no index createdOnMonth-index" "table create" -- \
        ddbsnap -q --store dynamodb:NoIndex $command
done
examined index "NoIndex has no index createdOnMonth-index" "table create" -- ddbsnap --store dynamodb:NoIndex doctor
for command in "table describe" "table create"; do
    # shellcheck disable=SC2086
    refused_after_output 1 "Elsewhere is not for snapshots" "snapshotName and createdOn" "another table" -- \
        ddbsnap -q --store dynamodb:Elsewhere $command
done
for command in last "show kept" "save config.properties --name n"; do
    # shellcheck disable=SC2086
    refused 1 "ValidationException" "ddbsnap doctor" -- ddbsnap -q --store dynamodb:Elsewhere $command
done
examined index "Elsewhere is not for snapshots" "another table" -- ddbsnap --store dynamodb:Elsewhere doctor

# --- nothing of all that was written ---------------------------------------------------------------------------

expect_exit 0 ddbsnap list --json
expect_same "$out" list_before
expect_exit 0 ddbsnap last
expect_same "$out" config.properties
