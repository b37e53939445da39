# Sourced first by each *.test.sh: TorchServe itself, in $work, on ports of its own, with its temporary files in $work/tmp;
# over tests/integration/lib.sh and waiting.sh. All its processes are gone when the test ends.
#
#   start_torchserve ARG...   `torchserve --start --model-store store ARG...`, and waits until it is healthy
#   launch_torchserve ARG...  the same without the waiting
#   with_plugin               an array: the argument that brings the plugin, $PLUGIN_JAR
#   torchserve_runs           whether one of its processes is there
#   kill_torchserve           kill -9          stop_torchserve   `torchserve --stop`, and waits until it has ended
#   ts_log                    its log, a file; $torchserve_out is what it printed
#
# What it is asked to do is in management.sh. Its configuration is the file config.properties in the directory where it
# starts, as long as there is no snapshot: TorchServe reads none with --ts-config. The snapshot is the whole configuration
# afterwards, these ports included.
#
# Where $PLUGIN_PRELOAD names libraries, the JVM alone gets them: the runtime of a sanitizer, for a plugin built with one.
source "$(dirname "${BASH_SOURCE[0]}")/../../integration/lib.sh"
source "$ROOT/tests/integration/waiting.sh"
source "$ROOT/tests/e2e/torchserve/ports.sh"
source "$ROOT/tests/e2e/torchserve/management.sh"

PLUGIN_JAR=${PLUGIN_JAR:-$ROOT/build/release/torchserve/ddbsnap-torchserve.jar}
torchserve=$(HOME=$real_home "$ROOT/tests/e2e/torchserve/install")
with_plugin=(--plugins-path="$work/plugins")
torchserve_out=$work/.torchserve.out
torchserve_group=
ts_log=$work/logs/ts_log.log

while read -r variable; do
    unset "$variable"
done < <(compgen -e | grep -E '^(TS_|METRICS_LOCATION$|JAVA_TOOL_OPTIONS$|JDK_JAVA_OPTIONS$|_JAVA_OPTIONS$)')

mkdir store plugins tmp
ln -s "$PLUGIN_JAR" plugins/
# TEMP is what it gives the JVM; its pid file is where Python has temporary files.
export TMPDIR=$work/tmp TEMP=$work/tmp
reserve_ports 5
inference=http://127.0.0.1:${ports[0]}
management=http://127.0.0.1:${ports[1]}
cat >config.properties <<CONFIG
inference_address=$inference
management_address=$management
metrics_address=http://127.0.0.1:${ports[2]}
grpc_inference_port=${ports[3]}
grpc_management_port=${ports[4]}
enable_model_api=true
disable_token_authorization=true
disable_system_metrics=true
CONFIG

# It lives for seconds: what pays off later is not worth its while.
export JDK_JAVA_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m"

# Its processes share a process group; one that only waits for its parent to notice has ended.
processes_of_torchserve() {
    [[ -n $torchserve_group ]] || return 0
    local file line state parent group
    for file in /proc/[0-9]*/stat; do
        { read -r line <"$file"; } 2>/dev/null || continue
        read -r state parent group _ <<<"${line##*) }"
        if [[ $group == "$torchserve_group" && $state != [ZX] ]]; then basename "${file%/stat}"; fi
    done
}

torchserve_runs() {
    [[ -n $(processes_of_torchserve) ]]
}

torchserve_has_ended() {
    ! torchserve_runs
}

# The JVM is started by way of this.
preload_into_java() {
    local java
    java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")
    mkdir -p "$work/.java/bin"
    cat >"$work/.java/bin/java" <<JAVA
#!/bin/sh
export LD_PRELOAD='$PLUGIN_PRELOAD' ASAN_OPTIONS=detect_leaks=0:handle_segv=0:exitcode=99
exec '$java' "\$@"
JAVA
    chmod +x "$work/.java/bin/java"
    export JAVA_HOME=$work/.java
}
if [[ -n ${PLUGIN_PRELOAD-} ]]; then preload_into_java; fi

launch_torchserve() {
    sanitizer_is_silent || fail "the sanitizer found this"
    : >"$torchserve_out"
    setsid "$torchserve" --start --model-store "$work/store" "$@" </dev/null >>"$torchserve_out" 2>&1 &
    torchserve_group=$!
    wait "$torchserve_group" || fail "torchserve --start: $(<"$torchserve_out")"
}

is_healthy() {
    torchserve_runs || fail "TorchServe has ended: $(tail -n 30 "$torchserve_out")"
    curl --noproxy '*' -s -m 5 "$inference/ping" 2>/dev/null | grep -q '"Healthy"'
}

start_torchserve() {
    launch_torchserve "$@"
    wait_until is_healthy
}

kill_torchserve() {
    kill -KILL -- "-$torchserve_group" 2>/dev/null || true
    wait_until torchserve_has_ended
}

stop_torchserve() {
    "$torchserve" --stop >>"$torchserve_out" 2>&1
    wait_until torchserve_has_ended
}

sanitizer_is_silent() {
    ! grep -sE 'AddressSanitizer|runtime error: ' "$torchserve_out" >&2
}

at_end() {
    if torchserve_runs; then kill_torchserve; fi
    if (($1 != 0)) && [[ -f $torchserve_out ]]; then
        echo "--- last lines of TorchServe's output" >&2
        tail -n 15 "$torchserve_out" >&2
    fi
    sanitizer_is_silent
}
