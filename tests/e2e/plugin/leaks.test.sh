#!/usr/bin/env bash
# Opened and closed a hundred times the plugin leaves nothing behind in the JVM, which watches how it is used by JNI.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/plugin/plugin.sh"

now=$(date +%s000)
mkdir temporary
start_server
expect_exit 0 ddbsnap table create

# What the JVM finds stands in its log. Its own threads stay as many as they are.
start_host host -Xcheck:jni -XX:+DisplayVMOutputToStderr -XX:-UseDynamicNumberOfCompilerThreads \
    -Djava.io.tmpdir="$work/temporary" -Dddbsnap.keep=5 -Dddbsnap.spool_dir="$work/spool"

rounds=0
use_plugin() {
    local last=$((rounds + $1))
    while ((rounds < last)); do
        rounds=$((rounds + 1))
        case_at $((now + rounds)) >newest.json
        expect_answer saved host save newest.json
        expect_answer "shut down" host shutdown
        expect_case newest.json host last
        expect_answer "shut down" host shutdown
    done
}
# Not more than before, each of it. A thread that has ended can be seen a moment longer, before as well.
holds_as_before() {
    local then is
    ask host holds
    read -r -a then <<<"$before"
    read -r -a is <<<"$answer"
    ((is[1] <= then[1] && is[3] <= then[3] && is[5] <= then[5]))
}

use_plugin 5
ask host holds
before=$answer
expect_case newest.json host last
if holds_as_before; then fail "open, it holds no more than closed: $before"; fi
use_plugin 100
wait_until holds_as_before
expect_equal "$(find temporary spool -type f ! -name .lock)" ""
end host
if grep -A 3 -E 'WARNING in native|FATAL|ADVICE|^WARNING: JNI' host.log >&2; then fail "JNI is used wrongly"; fi
