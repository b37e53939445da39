#!/usr/bin/env bash
# engines: none
# parts: yes
# alone: yes
# What a container's credential service may do wrong, and that nothing of it hangs, grows or tells a secret.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/clock.sh"
source "$ROOT/tests/integration/credentials.sh"
source "$ROOT/tests/integration/parts/parts.sh"

full=AWS_CONTAINER_CREDENTIALS_FULL_URI
token=AWS_CONTAINER_AUTHORIZATION_TOKEN

# container FILTER: a script in which $document are the keys of ASIATASK.
container() {
    jq -n '{AccessKeyId: "ASIATASK", SecretAccessKey: "hush/task", Token: "hushToken/task",
        Expiration: "2099-01-01T00:00:00Z", RoleArn: "arn:aws:iam::123456789012:role/task"} as $document | '"$1" \
        >task.json.new
    mv task.json.new task.json
}
restart() {
    if [[ -n ${task_pid-} ]]; then stop_part task; fi
    container "$1"
    start_scripted task
    export $full="$task_url/keys"
}
has_keys() {
    resolves ASIATASK hush/task hushToken/task 123456789012 "$@" # the account of its role
}

# What may pass is tried again.
for once in '{status: 500}' '{status: 503}' '{status: 429}' '{close: true}'; do
    restart '[$document | {body: .}] as [$good] | {"*": ['"$once"', $good, '"$once"', $good]}'
    has_keys
done
# What the server says of an error is told, cut and without what a terminal would obey; the rest is not.
restart '{"*": {status: 403, body: {code: "AccessDeniedException", message: ("no role for this task\u001b[2J" + "x" * 5000),
    token: "hush"}}}'
breaks_in_text_too 403 AccessDeniedException "no role for this task" -- $token=hush-authorization
(($(wc -c <"$err") < 1500)) || fail "a long message: $(<"$err")"
restart '{"*": {body: {Code: "TaskRoleMissing", Message: "there is none"}}}'
breaks_in_text_too TaskRoleMissing "there is none" --
for body in '"hush"' '"{\"AccessKeyId\": \"ASIATASK\", \"SecretAccessKey\": \"hush"' '""' '[]' '{}' 'null' \
    '($document | del(.SecretAccessKey))' '($document | del(.AccessKeyId))' '($document | .SecretAccessKey = "")' \
    '($document | .AccessKeyId = 1)' '($document | .Expiration = "hush")' '("[" * 100000)'; do
    restart '{"*": {body: '"$body"'}}'
    breaks --
done

# Nothing makes it wait for ever, or take memory without end.
peak_kilobytes() {
    /usr/bin/python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], timeout=60, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"
}
restart '{"*": {body: {}}}'
usual=$(peak_kilobytes "$DDBSNAP" credentials)
restart '{"*": {endless: true}}'
breaks_in_text_too --
endless=$(peak_kilobytes "$DDBSNAP" credentials)
((endless < usual + 16384)) || fail "$endless KB for an endless answer, $usual KB for a short one"
command_by_clock hasty "+0 x20"
for slow in '{body: $document, drip: 0.2}' '{silent: true}' '{body: $document, delay: 60}'; do
    restart '{"*": '"$slow"'}'
    DDBSNAP=$PWD/hasty breaks_in_text_too "in time" --
done
# Nobody there.
stop_part task
breaks_in_text_too "${task_url#http://}" "refused" --
