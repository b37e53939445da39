#!/usr/bin/env bash
# engines: none
# What the command says about itself can be read by people, shells and roff.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

commands=(save last list show diff prune copy watch table credentials doctor endpoint completion man)

expect_exit 0 ddbsnap --version
grep -qE '^ddbsnap [0-9]+\.[0-9]+\.[0-9]+$' "$out" || fail "not a version: $(<"$out")"

for words in --help -h; do
    expect_exit 0 ddbsnap "$words"
    expect_equal "$(<"$err")" ""
    for command in "${commands[@]}"; do
        grep -qE "^ +$command( |$)" "$out" || fail "$words does not list $command"
    done
    if grep -qE '^ +sign( |$)' "$out"; then fail "sign is for those who know it"; fi
    expect_contains "$out" "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 nothing there"
done

for command in "${commands[@]}" sign "table create" "table describe" "table delete"; do
    # shellcheck disable=SC2086 # a command and its part
    expect_exit 0 ddbsnap $command --help
    expect_equal "$(<"$err")" ""
    expect_contains "$out" "${command%% *}"
done

for shell in bash zsh fish; do
    expect_exit 0 ddbsnap completion "$shell"
    cp "$out" "completions.$shell"
    for command in "${commands[@]}" sign; do
        grep -qwF -- "$command" "$out" || fail "$shell does not complete $command"
    done
    for option in store older-than on-demand account-id-mode; do expect_contains "$out" "$option"; done
done
bash -n completions.bash
if command -v zsh >/dev/null; then zsh -n completions.zsh; fi
if command -v fish >/dev/null; then fish -n completions.fish; fi

complete_words() {
    COMP_WORDS=(ddbsnap "$@")
    COMP_CWORD=$#
    _ddbsnap
    printf '%s\n' "${COMPREPLY[@]}"
}
source ./completions.bash
expect_equal "$(complete_words pru)" prune
expect_equal "$(complete_words --store file:d prune --older)" --older-than
expect_equal "$(complete_words table cre)" create

expect_exit 0 ddbsnap man
cp "$out" ddbsnap.1
for command in "${commands[@]}" sign; do
    grep -qE "^\.SS \"?$command\"?$" ddbsnap.1 || fail "the manual has no section on $command"
done
if command -v groff >/dev/null; then
    expect_exit 0 groff -man -Tutf8 -ww -P-c -P-bou ddbsnap.1 # without overstrike
    expect_equal "$(<"$err")" ""
    expect_contains "$out" "--older-than"
fi
