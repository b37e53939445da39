#!/usr/bin/env bash
# engines: none
# parts: yes
# Keys of a container, from a server that does what the documents of ECS and of EKS Pod Identity say, and what
# they do not hope for.
source "$(dirname "${BASH_SOURCE[0]}")/namespace.sh"
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/credentials.sh"
source "$ROOT/tests/integration/certificates.sh"
source "$ROOT/tests/integration/parts/parts.sh"

relative=AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
full=AWS_CONTAINER_CREDENTIALS_FULL_URI
token=AWS_CONTAINER_AUTHORIZATION_TOKEN
token_file=AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE

# container FILTER: a script in which $document are the keys of ASIATASK.
container() {
    jq -n '{AccessKeyId: "ASIATASK", SecretAccessKey: "hush/task", Token: "hushToken/task",
        Expiration: "2099-01-01T00:00:00Z", RoleArn: "arn:aws:iam::123456789012:role/task"} as $document | '"$1" \
        >task.json.new
    mv task.json.new task.json
}
requests() {
    wc -l <task.log
}
has_keys() {
    resolves ASIATASK hush/task hushToken/task 123456789012 "$@" # the account of its role
}

container '{"*": {body: $document}}'
start_scripted task
export $full="$task_url/keys"
has_keys
has_keys $full="${task_url/127.0.0.1/localhost}/keys"
has_keys $full="${task_url/127.0.0.1/LOCALHOST}/keys"
expect_equal "$(jq -r '.target + " " + .headers.accept + " " + (.headers.authorization // "")' task.log | sort -u)" \
    "/keys application/json "

# --- what stands in the answer ---------------------------------------------------------------------------------

container '{"*": {body: ($document + {AccountId: "210987654321"})}}'
resolves ASIATASK hush/task hushToken/task 210987654321
container '{"*": {body: ($document | del(.RoleArn))}}'
resolves ASIATASK hush/task hushToken/task ""
container '{"*": {body: ($document | with_entries(.key |= ascii_downcase))}}'
has_keys
container '{"*": {body: ($document + {Code: "Success", Type: "AWS-HMAC", Unknown: [{"AccessKeyId": "no"}]})}}'
has_keys

# --- authorization ---------------------------------------------------------------------------------------------

wants() {
    container '{"*": {body: $document, require: {Authorization: "'"$1"'"}}}'
}
wants "Bearer hush-1"
breaks_in_text_too 401 --
has_keys $token="Bearer hush-1"
echo -n "Bearer hush-1" >token
has_keys $token_file=token
has_keys $token_file=token $token=hush-other # the file goes first
# The file is written anew from time to time.
wants hush-2
breaks 401 -- $token_file=token
echo -n hush-2 >token
has_keys $token_file=token
echo hush-2 >token # as an editor leaves it
has_keys $token_file=token
before=$(requests)
breaks_in_text_too nowhere -- $token_file=nowhere
printf 'hush\r\nX-Other: 1' >token
breaks_in_text_too token -- $token_file=token
breaks_in_text_too $token -- $token=$'hush\r\nX-Other: 1'
expect_equal "$(requests)" "$before"
: >token

# --- where it may go -------------------------------------------------------------------------------------------

name_is both-allowed.test 127.0.0.1
name_is half-allowed.test 127.0.0.1 192.0.2.7
name_is not-allowed.test 192.0.2.7
container '{"*": {body: $document}}'
before=$(requests)
port=${task_url##*:}
for host in half-allowed.test not-allowed.test 192.0.2.7 "[2001:db8::1]" 169.254.169.254 127.0.0.1.not-allowed.test; do
    breaks_in_text_too "${host//[\[\]]/}" -- $full="http://$host:$port/keys"
done
for bad in nonsense ftp://127.0.0.1/ "http://a b/" "http://127.0.0.1:99999/" /keys; do
    breaks_in_text_too $full -- $full="$bad"
done
for bad in @127.0.0.1:"$port"/keys .127.0.0.1:"$port"/keys :"$port"/keys; do
    breaks_in_text_too $relative -- $relative="$bad"
done
expect_equal "$(requests)" "$before"
has_keys $full="http://both-allowed.test:$port/keys"

# Elsewhere than it was asked for: not followed, and the authorization stays here.
echo '{"*": {"body": {"AccessKeyId": "ASIAOTHER", "SecretAccessKey": "hush", "Token": "hush"}}}' >other.json
start_scripted other
for status in 301 302 303 307 308; do
    container "{\"*\": {status: $status, headers: {Location: \"$other_url/keys\"}}}"
    breaks $status -- $token=hush-authorization
done
expect_equal "$(<other.log)" ""

# Over TLS any host will do, but its certificate is verified.
authority trusted
certificate good trusted IP:127.0.0.1,DNS:not-local.test
name_is not-local.test 127.0.0.1
echo '{"*": {"body": {"AccessKeyId": "ASIATLS", "SecretAccessKey": "hush/tls", "Token": "hushToken/tls"}}}' |
    jq '.["*"].body.Expiration = "2099-01-01T00:00:00Z"' >safe.json
start_scripted safe --tls good.pem good.key
resolves ASIATLS hush/tls hushToken/tls "" $full="$safe_url/keys" AWS_CA_BUNDLE=trusted.pem
resolves ASIATLS hush/tls hushToken/tls "" $full="${safe_url/127.0.0.1/not-local.test}/keys" AWS_CA_BUNDLE=trusted.pem
requests=$(wc -l <safe.log)
breaks_in_text_too certificate -- $full="$safe_url/keys" $token=hush-authorization
breaks_in_text_too certificate -- $full="${safe_url/127.0.0.1/localhost}/keys" AWS_CA_BUNDLE=trusted.pem
expect_equal "$(wc -l <safe.log)" "$requests"
