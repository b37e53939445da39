#!/usr/bin/env bash
# engines: none
# What stands in docker/ is what Docker and Compose understand, and says the same everywhere.
source "$(dirname "${BASH_SOURCE[0]}")/../integration/lib.sh"

parts=$(HOME=$real_home "$ROOT/tests/install/parts")
version=$(sed -n 's/^project(ddbsnap VERSION \([0-9.]*\).*/\1/p' "$ROOT/CMakeLists.txt")

# --- the Dockerfile --------------------------------------------------------------------------------------------

expect_exit 0 "$parts/hadolint" --failure-threshold style "$ROOT/docker/Dockerfile"
expect_equal "$(sed -n 's/^ARG VERSION=//p' "$ROOT/docker/Dockerfile" | sort -u)" "$version"
# The part of a HEALTHCHECK of target $1 that runs.
health_check() {
    sed -n "/ AS $1\$/,/^HEALTHCHECK/s/^HEALTHCHECK.* CMD //p" "$ROOT/docker/Dockerfile" | jq -c '["CMD"] + .'
}

# --- the stack -------------------------------------------------------------------------------------------------

(cd "$ROOT/docker" && "$parts/compose-loader" -format json compose.yml) >stack.json
# expect_none FILTER: no service of the stack is one for which this holds.
expect_none() {
    expect_equal "$(jq -r ".services | to_entries[] | .value.name = .key | .value | select($1) | .name" stack.json)" ""
}
expect_equal "$(jq -r '.services | keys | join(" ")' stack.json)" "cli dynamodb-local extenddb model-server table"
expect_none '.read_only != true or .cap_drop != ["ALL"] or .security_opt != ["no-new-privileges:true"] or .privileged'
expect_none '(.name | IN("cli", "table") | not) and .healthcheck == null'
expect_none '.ports // [] | any(.host_ip != "127.0.0.1")'
expect_none '.build != null and (.image | endswith(":'"$version"'") | not)'
expect_none '.build != null and (.build.context + "/" + .build.dockerfile) != "'"$ROOT"'/docker/Dockerfile"'
for target in extenddb model-server; do
    expect_equal "$(jq -c ".services[\"$target\"].healthcheck.test" stack.json)" "$(health_check $target)"
done
expect_equal "$(jq -r '.services.table.depends_on | map(.condition) | unique | join(" ")' stack.json)" service_healthy
expect_equal "$(jq -r '.services["model-server"].depends_on.table.condition' stack.json)" service_completed_successfully
for key in AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; do
    variable=${key#AWS_}
    expect_contains "$ROOT/tools/local-dynamodb" "${variable,,}=$(jq -r ".services.table.environment.$key" stack.json)"
done

# --- the document ----------------------------------------------------------------------------------------------

sed -n '/^```json/,/^```$/{/^```/!p}' "$ROOT/docker/README.md" >documents
expect_equal "$(jq -s length documents)" 2
