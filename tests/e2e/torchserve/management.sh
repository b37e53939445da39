# Sourced by lib.sh: what TorchServe is asked to do, by its management API.
#
#   make_archive NAME VERSION     store/NAME-VERSION.mar, a model that needs no PyTorch
#   register NAME VERSION         with no workers          unregister NAME VERSION
#   scale NAME MAX                0 to MAX workers         set_default NAME VERSION
#   models                        a line each: NAME VERSION, with a * behind the default one
#   manage METHOD PATH            a request; the answer is in the file $out

make_archive() {
    /usr/bin/python3 - "$1" "$2" "$work/store/$1-$2.mar" <<'PYTHON'
import json, sys, zipfile

name, version, path = sys.argv[1:]
model = {"modelName": name, "modelVersion": version, "handler": "handler.py"}
with zipfile.ZipFile(path, "w") as archive:
    manifest = {"createdOn": "19/11/2026 08:15:02", "runtime": "python", "model": model, "archiverVersion": "0.12.0"}
    archive.writestr("MAR-INF/MANIFEST.json", json.dumps(manifest))
    archive.writestr("handler.py", "def handle(data, context):\n    return data\n")
PYTHON
}

manage() {
    curl --noproxy '*' -sS -m 30 --fail-with-body -o "$out" -X "$1" "$management$2" ||
        fail "$1 $2: $(cat "$out")"
}

register() {
    manage POST "/models?url=$1-$2.mar&initial_workers=0"
}

unregister() {
    manage DELETE "/models/$1/$2"
}

scale() {
    manage PUT "/models/$1?min_worker=0&max_worker=$2&synchronous=true"
}

set_default() {
    manage PUT "/models/$1/$2/set-default"
}

models() {
    local names name default
    manage GET "/models?limit=100"
    mapfile -t names < <(jq -r '.models[].modelName' "$out" | sort)
    for name in "${names[@]}"; do
        manage GET "/models/$name"
        default=$(jq -r '.[0].modelVersion' "$out")
        manage GET "/models/$name/all"
        jq -r --arg default "$default" \
            'sort_by(.modelVersion)[] | .modelName + " " + .modelVersion + (if .modelVersion == $default then " *" else "" end)' "$out"
    done
}
