# Sourced after lib.sh and waiting.sh by the tests of TorchServe's plugin. They talk with Java programs, each by a name:
#
#   start_host NAME [OPTION...]         PluginHost, which does with the plugin in $PLUGIN_JAR what TorchServe does
#   start_original NAME [OPTION...]     OriginalFormat, the plugin that it replaces, on $table (Snapshots2)
#   it_is TIME                          in UTC, for hosts that are started from here on; it goes on from there
#       OPTION is one of java; what the program says is in NAME.log
#   ask NAME WORD...                    sets answer
#   expect_answer TEXT NAME WORD...     the answer must be TEXT
#   expect_case FILE NAME WORD...       the answer must be the case of FILE: see SnapshotCase.java
#   await_case FILE NAME WORD...        asks until it is: the table's index is behind
#   end NAME                            lets it end, which it must do by exit code 0
#   crash NAME                          kill -9
#   case_at MS [FILE]                   prints cases/FILE (two_models.json) as it would have been saved then
#   expect_stored NAME CASE             waits until NAME has said that it is stored
#
# Where the plugin's library is built with a sanitizer, PLUGIN_PRELOAD names the sanitizer's own and the C++ library.
plugin=$ROOT/tests/e2e/plugin
PLUGIN_JAR=${PLUGIN_JAR:-$ROOT/build/release/torchserve/ddbsnap-torchserve.jar}
table=Snapshots2

java_parts=$(HOME=$real_home "$plugin/install")
model_server=$(HOME=$real_home "$ROOT/tools/torchserve_plugin/fetch_torchserve")/model-server.jar
# Quick to start, and small.
java=(java -ea -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Xshare:auto
    "-Dlog4j2.configurationFile=$plugin/java/log4j2.xml")
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
fake_clock=
time_of_host=()
declare -A questions answers pids

# NAME COMMAND...: with pipes to and from it
converse_with() {
    local name=$1
    shift
    rm -f "$name".{questions,answers}
    mkfifo "$name".{questions,answers}
    setpriv --pdeathsig KILL "$@" <"$name.questions" >"$name.answers" 2>"$name.log" &
    pids[$name]=$!
    exec {questions["$name"]}>"$name.questions" {answers["$name"]}<"$name.answers"
}

start_host() {
    local name=$1
    shift
    # handle_segv: a JVM has use of that signal.
    converse_with "$name" env "LD_PRELOAD=$fake_clock ${PLUGIN_PRELOAD-}" "${time_of_host[@]}" \
        ASAN_OPTIONS=detect_leaks=0:handle_segv=0:exitcode=99:verify_asan_link_order=0 \
        "${java[@]}" "$@" -cp "$java_parts/classes:$model_server:$PLUGIN_JAR" PluginHost
}

it_is() {
    fake_clock=$(faketime -f +0 printenv LD_PRELOAD) # stands before the sanitizer's library
    # Read once: libfaketime is not safe for threads while it reads that again. Waits are by the monotonic clock, which
    # it leaves alone, but only so.
    time_of_host=(TZ=UTC "FAKETIME=@$1" FAKETIME_CACHE_DURATION=86400 FAKETIME_DONT_RESET=1
        FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0)
}

start_original() {
    local name=$1
    shift
    converse_with "$name" "${java[@]}" "$@" -cp "$java_parts/classes:$model_server:$java_parts/sdk/*" OriginalFormat "$table"
}

ask() {
    local name=$1
    shift
    echo "$*" >&"${questions[$name]}"
    IFS= read -r -t 60 answer <&"${answers[$name]}" || fail "$name does not answer '$*'; its log: $(tail -n 5 "$name.log")"
}

expect_answer() {
    local expected=$1
    shift
    ask "$@"
    expect_equal "$answer" "$expected"
}

is_case() {
    local expected=$1
    shift
    ask "$@"
    jq -S . "$expected" >.expected
    jq -S . <<<"$answer" >.found && cmp -s .expected .found
}

expect_case() {
    is_case "$@" && return
    diff .expected .found >&2 || true
    fail "'${*:2}' does not give $1 but ${answer:0:200}"
}

await_case() {
    local deadline=$((SECONDS + 60))
    until is_case "$@"; do
        if ((SECONDS >= deadline)); then expect_case "$@"; fi
        sleep 0.05 # between two looks
    done
}

end() {
    local status=0
    echo bye >&"${questions[$1]}"
    wait "${pids[$1]}" || status=$?
    if ((status != 0)); then fail "$1 ended with $status; its log: $(tail -n 5 "$1.log")"; fi
}

crash() {
    kill -9 "${pids[$1]}"
    wait "${pids[$1]}" 2>/dev/null || true
}

case_at() {
    local name
    name=$(date -u -d "@$(($1 / 1000))" +%Y%m%d%H%M%S)$(printf %03d $(($1 % 1000)))
    jq --argjson created "$1" --arg name "$name-snapshot.cfg" '.created = $created | .name = $name' \
        "$plugin/cases/${2:-two_models.json}"
}

# The item's name
key_of() {
    jq -r '"\(.name)_\(.created)_\(.modelCount)"' "$1"
}

expect_stored() {
    wait_for_line "$1.log" "Saved snapshot $(key_of "$2")."
}
