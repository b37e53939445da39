#!/usr/bin/env bash
# engines: none
# A container's first process gets only the signals that it has asked for: interrupted while it waits for its input, or
# asked to end as soon as it has begun, it ends.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/waiting.sh"

outer=

# first_process CMD...: runs it as the first of its own processes, on the input `input`. $outer is the process to wait for.
first_process() {
    unshare $as --pid --fork --kill-child "$@" <input >"$out" 2>"$err" &
    outer=$!
}
inner() {
    local children
    read -r children <"/proc/$outer/task/$outer/children"
    echo "${children% }"
}
at_end() {
    if [[ $outer ]]; then kill "$outer" 2>/dev/null || true; fi
}
catches_sigterm() {
    local caught
    caught=$(sed -n 's/^SigCgt:[[:space:]]*//p' "/proc/$(inner)/status" 2>/dev/null) && [[ $caught ]] && ((16#$caught & 1 << 14))
}
expect_end() {
    local status=0
    wait_until catches_sigterm
    kill -TERM "$(inner)"
    wait "$outer" || status=$?
    expect_equal "$status" "$1"
}

as=
unshare --pid --fork true 2>/dev/null || as=--map-root-user
unshare $as --pid --fork true || fail "there can be no first process here: allow unprivileged user namespaces"
mkfifo input
exec 9<>input

first_process "$DDBSNAP" --store file:snapshots save - --name state
expect_end 143
if [[ -e snapshots ]]; then fail "it has saved what nobody gave"; fi

first_process "$(dirname "$DDBSNAP")/ddbsnap-model-server" --store file:snapshots --listen 127.0.0.1:0
expect_end 0
expect_contains "$err" "ending"
