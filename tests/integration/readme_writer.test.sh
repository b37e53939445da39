#!/usr/bin/env bash
# The writer of README.md is what is built and run here, and Prometheus' own library reads its metrics.
# parts: yes
# engines: extenddb
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/parts/parts.sh"

sed -n '/^```cpp writer$/,/^```$/{/^```/!p}' "$ROOT/README.md" >writer.cpp
expect_same writer.cpp "$ROOT/tests/integration/readme_example/writer.cpp"

start_server
expect_exit 0 ddbsnap table create
expect_exit 0 "$(dirname "$DDBSNAP")/ddbsnap_readme_writer"
expect_equal "$(<"$err")" ""
cp "$out" metrics
expect_exit 0 ddbsnap --series host-7 last
expect_equal "$(<"$out")" "workers=1000"
# A thousand changes, and few of them were sent; nothing is left in the spool directory.
expect_equal "$(ls -A spool)" ".lock"

expect_exit 0 "$parts/python/bin/python" - metrics <<'PYTHON'
import sys
from prometheus_client.parser import text_string_to_metric_families

families = {family.name: family for family in text_string_to_metric_families(open(sys.argv[1]).read())}
values = {s.name + "".join(s.labels.values()): s.value for f in families.values() for s in f.samples}
for name, family in families.items():
    assert family.type in ("counter", "gauge", "histogram"), (name, family.type)
    assert family.documentation, name
    assert name.startswith("ddbsnap_writer_"), name
assert values["ddbsnap_writer_saves_total"] == 1000
ended = sum(values["ddbsnap_writer_ended_total" + o] for o in ("stored", "superseded", "spooled", "failed"))
assert ended == 1000, values
assert values["ddbsnap_writer_pending"] == 0
assert 1 <= values["ddbsnap_writer_ended_totalstored"] <= 2, values
assert values["ddbsnap_writer_write_units_total"] >= 2
PYTHON

# While DynamoDB is away the state is spooled, and the next start stores it.
kill_server
expect_exit 0 timeout 60 "$(dirname "$DDBSNAP")/ddbsnap_readme_writer"
expect_contains "$err" "is spooled"
expect_equal "$(ls spool)" "host-7.snapshot"
