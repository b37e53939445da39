#!/usr/bin/env bash
# The client of README.md is what is built and run here, and Prometheus' own library reads its metrics.
# parts: yes
# engines: extenddb
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/parts/parts.sh"

sed -n '/^```cpp client$/,/^```$/{/^```/!p}' "$ROOT/README.md" >client.cpp
expect_same client.cpp "$ROOT/tests/integration/readme_example/client.cpp"

start_server
expect_exit 0 ddbsnap table create
expect_exit 0 "$(dirname "$DDBSNAP")/ddbsnap_readme_client"
expect_equal "$(<"$err")" ""
cp "$out" metrics

expect_exit 0 "$parts/python/bin/python" - metrics <<'PYTHON'
import sys
from prometheus_client.parser import text_string_to_metric_families

families = {family.name: family for family in text_string_to_metric_families(open(sys.argv[1]).read())}
for name, family in families.items():
    assert family.type in ("counter", "gauge", "histogram"), (name, family.type)
    assert family.documentation, name
    assert name.startswith("ddbsnap_client_"), name


def value(family, sample, **labels):
    found = [s.value for s in families[family].samples if s.name == sample and s.labels == labels]
    assert len(found) == 1, (sample, labels, found)
    return found[0]


writes = {"operation": "BatchWriteItem"}
assert value("ddbsnap_client_calls", "ddbsnap_client_calls_total", **writes) == 1
assert value("ddbsnap_client_attempts", "ddbsnap_client_attempts_total", **writes) == 1
times = "ddbsnap_client_call_duration_seconds"
assert value(times, times + "_count", **writes) == 1
assert value(times, times + "_sum", **writes) > 0
assert value(times, times + "_bucket", **writes, le="+Inf") == 1
steps = [s.value for s in families[times].samples if s.name == times + "_bucket"]
assert steps == sorted(steps) and len(steps) == 16, steps
print(len(families))
PYTHON
expect_equal "$(<"$out")" 16
