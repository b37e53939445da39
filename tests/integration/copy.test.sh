#!/usr/bin/env bash
# A series comes over to another store whole, byte by byte and in its order, under the names that TorchServe and its
# plugin look for; a copy that was interrupted goes on, and nothing is replaced.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/refusals.sh"
source "$ROOT/tests/integration/waiting.sh"

table=dynamodb:Snapshots2
item_names=(20261119081502118-startup.cfg_1795076102118_1 20261119093047006-snapshot.cfg_1795080647006_2
    20261119220000431-shutdown.cfg_1795125600431_2)

items_of() {
    ddbsnap --store "$1" list --limit 1000 --json | jq -c '[.[] | {name, created, size, kind}]'
}

start_server
expect_exit 0 ddbsnap table create
mkdir config
cp "$snapshots"/*.cfg config/
cp config/20261119093047006-snapshot.cfg config/20261119093047007-before-upgrade.cfg
echo "not one of ours" >config/README

# --- from files to a table and back ------------------------------------------------------------------------------

expect_exit 0 ddbsnap copy file:config "$table" --dry-run
expect_contains "$err" "would copy 4"
expect_equal "$(items_of "$table")" "[]"

expect_exit 0 ddbsnap copy file:config "$table"
expect_contains "$err" "copied 4"
expect_contains "$err" "README is not a snapshot"
expect_equal "$(<"$out")" "$(printf '%s\n' "${item_names[0]}" "${item_names[1]}" before-upgrade.cfg "${item_names[2]}")"

# TorchServe's snapshots have the names and times that `save`, and the plugin, give them.
expect_exit 0 ddbsnap last
expect_same "$out" "$snapshots/20261119220000431-shutdown.cfg"
expect_equal "$(ddbsnap list --json | jq -r '.[0].createdMs')" 1795125600431
for file in "$snapshots"/*.cfg; do
    expect_exit 0 ddbsnap save "$file" --created 2026-11-20T00:00:00Z
    printf '%s\n' "${item_names[@]}" | grep -qxF -- "$(<"$out")" || fail "not the name that save gives: $(<"$out")"
done
expect_exit 0 ddbsnap table delete --yes
expect_exit 0 ddbsnap table create
expect_exit 0 ddbsnap -q copy file:config "$table"

rm config/README
expect_exit 0 ddbsnap copy "$table" file:back
expect_equal "$(<"$out")" "$(cd config && printf '%s\n' ./*.cfg | sed 's|./||; s/^20261119093047007-//')"
diff -r config back >&2 || fail "the files that came back are others"

# --- going on, and what is there already --------------------------------------------------------------------------

expect_exit 0 ddbsnap copy "$table" file:back
expect_equal "$(<"$out")" ""
expect_contains "$err" "copied 0"
expect_contains "$err" "4 already there"
expect_exit 0 ddbsnap copy file:config "$table"
expect_contains "$err" "4 already there"

rm back/20261119093047006-snapshot.cfg
expect_exit 0 ddbsnap copy "$table" file:back --json
expect_equal "$(jq -c '[.total, .copied, .alreadyThere, .failed, .complete]' "$out")" '[4,1,3,0,true]'
diff -r config back >&2 || fail "the file that was missing is another one"

expect_exit 0 ddbsnap copy "$table" file:newest --limit 1
diff <(ls newest) <(echo 20261119220000431-shutdown.cfg) >&2 || fail "not the newest"

# What is there under that name and time is never replaced.
echo "edited=by hand" >>back/20261119081502118-startup.cfg
cp back/20261119081502118-startup.cfg edited.cfg
expect_exit 1 ddbsnap copy "$table" file:back
expect_contains "$err" "not copied: ${item_names[0]}"
expect_contains "$err" "1 failed"
expect_same back/20261119081502118-startup.cfg edited.cfg

# --- what cannot be copied is passed over --------------------------------------------------------------------------

cp -r config damaged
rm damaged/20261119093047006-snapshot.cfg
ln -s nowhere damaged/20261119093047006-snapshot.cfg
expect_exit 1 ddbsnap copy file:damaged file:mended --json
expect_contains "$err" "20261119093047006-snapshot.cfg"
expect_equal "$(jq -c '[.total, .copied, .failed, .complete]' "$out")" '[4,3,1,false]'

truncate -s $(((64 << 20) + 1)) config/20261119220000432-large # one more byte than a snapshot may have
expect_exit 1 ddbsnap copy file:config "$table" --json
expect_equal "$(jq -r '.failures[].name' "$out")" large
expect_exit 1 ddbsnap copy file:config "$table"
expect_contains "$err" "not copied: large"
rm config/20261119220000432-large

# A body that an item does not hold comes back as well.
mkdir -p big/large
head -c 1500000 /dev/urandom >big/large/20261119220000433-noise
expect_exit 0 ddbsnap --series large copy file:big "$table"
expect_exit 0 ddbsnap --series large copy "$table" file:big-again
diff -r big big-again >&2 || fail "the large body that came back is another one"

date | ddbsnap -q save --name a/b >/dev/null
expect_exit 1 ddbsnap copy "$table" file:no-slashes
expect_contains "$err" "not copied: a/b"
expect_contains "$err" "slash"
expect_equal "$(find no-slashes -type f | wc -l)" 4

# --- another series, kinds and times to live -------------------------------------------------------------------------

head -c 2000 /dev/urandom >noise
printf '\0' >>noise
expect_exit 0 ddbsnap --series blue save --binary noise --name state --ttl 1d
expect_exit 0 ddbsnap --series blue save noise --binary --name state
echo "workers=4" | ddbsnap -q --series blue save --name state --ttl 2d >/dev/null
expect_exit 0 ddbsnap --store dynamodb:Other table create
expect_exit 0 ddbsnap --series blue copy "$table" dynamodb:Other
what='[.[] | {name, created, size, kind}]'
expect_equal "$(ddbsnap --series blue --store dynamodb:Other list --json | jq -c "$what")" \
    "$(ddbsnap --series blue list --json | jq -c "$what")"
expect_equal "$(ddbsnap --series blue --store dynamodb:Other list --json | jq -c '[.[] | has("expires")]')" \
    "[true,false,true]"
expect_equal "$(items_of dynamodb:Other)" "[]" # another series stays where it is
expect_exit 0 ddbsnap --series blue copy "$table" file:blue
expect_contains "$err" "2 of them would expire"
expect_exit 0 ddbsnap --series blue copy file:blue dynamodb:Other
expect_contains "$err" "3 already there"

# --- wrong usage, and stores that cannot be used ------------------------------------------------------------------------

refused 2 "same store" -- ddbsnap copy file:config file:./config/
ln -s config link
refused 2 "same store" -- ddbsnap copy file:link file:config
refused 2 "same store" -- ddbsnap copy "$table" "$table"
refused 2 "TO" "ddbsnap --help" -- ddbsnap copy file:config
refused 2 "store nonsense" "file:DIR" -- ddbsnap copy file:config nonsense
refused 2 "--limit" -- ddbsnap copy file:config file:elsewhere --limit 0
refused 3 "no snapshots in file:nothing" -- ddbsnap copy file:nothing file:elsewhere
refused 1 "table Missing does not exist" "table create" -- ddbsnap copy file:config dynamodb:Missing
refused 1 "table Missing does not exist" "table create" -- ddbsnap copy dynamodb:Missing file:elsewhere

# --- an interrupt ---------------------------------------------------------------------------------------------------------

# Enough of them that the copy is still under way when the first one has appeared.
mkdir many
for ((i = 1000; i < 3000; i++)); do echo "n=$i" >"many/2026112012000$i-state"; done
"$DDBSNAP" copy file:many file:taken >"$out" 2>"$err" &
copy=$!
wait_until compgen -G "taken/2*" >/dev/null
kill -INT "$copy"
status=0
wait "$copy" || status=$?
expect_equal "$status" 1
expect_contains "$err" "the same command goes on from there"
before=$(find taken -type f -name '2*' | wc -l)
if ((before == 0 || before == 2000)); then fail "$before files were copied before the interrupt"; fi
expect_exit 0 ddbsnap copy file:many file:taken
expect_contains "$err" "$before already there"
diff -r many taken >&2 || fail "the copy that went on is not complete"

stop_server
expect_exit 1 ddbsnap copy "$table" file:elsewhere
expect_contains "$err" 127.0.0.1
