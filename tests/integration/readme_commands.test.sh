#!/usr/bin/env bash
# Every line of README.md's sh blocks works, in their order, in one directory and on one server. A line that ends
# with "# exit N" must end so. A "text output" block is what the line before it prints.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# One word before each line says what it is: run, output (a line of it), or compare.
awk '/^```sh$/ { block = "run"; next }
     /^```text output$/ { block = "output"; next }
     /^```$/ { if (block == "output") print "compare"; block = ""; next }
     block != "" { print block " " $0 }' "$ROOT/README.md" >script
expect_equal "$(($(grep -c '^run ' script) >= 20))" 1

start_server
unset DDBSNAP_STORE # README.md says how it is set
: >expected
while IFS= read -r line <&9; do
    case $line in
        "run "*)
            line=${line#run }
            wanted=0
            if [[ $line =~ \#\ exit\ ([0-9])$ ]]; then wanted=${BASH_REMATCH[1]}; fi
            status=0
            eval "$line" >"$out" 2>"$err" </dev/null || status=$?
            if ((status != wanted)); then fail "exit $status, not $wanted: $line: $(<"$err")"; fi
            ;;
        output*)
            line=${line#output}
            echo "${line# }" >>expected
            ;;
        compare)
            expect_same "$out" expected
            : >expected
            ;;
    esac
done 9<script
