#!/usr/bin/env bash
# engines: none
# parts: yes
# Keys that another program prints: real programs, the good ones and the others.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/clock.sh"
source "$ROOT/tests/integration/credentials.sh"
source "$ROOT/tests/integration/parts/parts.sh"
export AWS_CONFIG_FILE=config AWS_SHARED_CREDENTIALS_FILE=/dev/null

# process LINE: the default profile's keys are what this command prints.
process() {
    printf '[default]\ncredential_process = %s\n' "$1" >config
}

cat >good.json <<'JSON'
{"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": "hush/process", "SessionToken": "hushToken",
 "Expiration": "2099-01-01T00:00:00Z", "AccountId": "123456789012"}
JSON
good=(AKIAPROCESS hush/process hushToken 123456789012)

# --- programs that do it ---------------------------------------------------------------------------------------

process "cat good.json"
resolves "${good[@]}"
process "sed s/AKIA/AKIA/ < good.json | cat" # a shell runs it
resolves "${good[@]}"
process "cat '$PWD/good.json'"
resolves "${good[@]}"
mkdir "with space"
cp good.json "with space"
process 'cat "with space/good.json"'
resolves "${good[@]}"
process 'cat "$FROM_OUTSIDE"'
resolves "${good[@]}" FROM_OUTSIDE=good.json
process "cat; cat good.json" # nothing is on its standard input
resolves "${good[@]}" <<<"no JSON"
process "echo 'a remark' >&2; cat good.json"
resolves "${good[@]}"
process "jq 'del(.SessionToken, .Expiration, .AccountId)' good.json"
resolves AKIAPROCESS hush/process "" ""
# It may be the clock of this machine that is wrong, so they are given, but not in silence.
process "jq '.Expiration = \"2020-01-01T00:00:00Z\"' good.json"
resolves "${good[@]}"
expect_contains "$err" "its keys are expired, since 2020-01-01T00:00:00Z"

# Whoever started ddbsnap may ignore SIGCHLD, which is inherited.
process "cat good.json"
(
    trap '' CHLD
    resolves "${good[@]}"
)

# --- programs that do not --------------------------------------------------------------------------------------

fails() {
    local command=$1
    shift
    process "$command"
    breaks_in_text_too "$@" --
}
fails "exit 3" 3
fails "cat good.json; exit 1" 1
fails "echo 'the vault is locked' >&2; exit 4" 4 "the vault is locked"
fails "printf 'red \\033[31m and \\007 bell\\n' >&2; exit 1" "red " " bell"
fails "no-such-program --at-all" 127
fails "kill -9 \$\$" 137
fails "true" "credential_process"
for change in '.Version = 2' '.Version = "1"' 'del(.Version)' 'del(.AccessKeyId)' 'del(.SecretAccessKey)' \
    '.SecretAccessKey = ""' '.Expiration = "hush"' '[.]' '.SecretAccessKey'; do
    fails "jq '$change' good.json" "credential_process"
done
fails "head -c 60 good.json" "credential_process"
fails "cat good.json good.json" "credential_process"

# Complaints without end are cut.
fails "yes lengthy | head -c 1000000 >&2; exit 1" 1 lengthy
(($(wc -c <"$err") < 6000)) || fail "a message of $(wc -c <"$err") bytes"

# --- programs that would not end -------------------------------------------------------------------------------

# All that it started is gone with it.
is_gone() {
    [[ -s $1 ]] && ! kill -0 "$(<"$1")" 2>/dev/null
}
process "sleep 300 & echo \$! > child; echo \$\$ > shell; yes hush"
breaks -- # as soon as there is too much
wait_until is_gone child
wait_until is_gone shell
process "cat /dev/zero"
breaks --
# Or when its time is over.
command_by_clock hasty "+0 x60"
rm child shell
process "sleep 300 & echo \$! > child; echo \$\$ > shell; wait"
DDBSNAP=$PWD/hasty breaks_in_text_too "did not end within 60 s" "by hand" --
wait_until is_gone child
wait_until is_gone shell
