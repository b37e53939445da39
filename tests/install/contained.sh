# Sourced after lib.sh: runs images as a container's runtime does, by Docker or Podman, or else by chroot: with what
# the image says of user, settings and entry point, a root directory that is read-only, a process table of its own,
# without a way to gain rights.
#
#   load_image TARGET        unpacks it into $work/TARGET and reads its configuration
#   configured TARGET FILTER            what jq finds in that
#   contained TARGET [-e NAME=VALUE | -v FILE:PLACE]... -- ARG...     runs it
#   start_container TARGET ...as above   in the background; its output is in $work/TARGET.log
#   check_container TARGET   runs the image's health check; its exit code
#   signal_container TARGET SIGNAL       and waits; the container's exit code is then in $ended
#   remove_container TARGET  where it still runs, whatever it does
#
# $IMAGE_TOOL and $IMAGE_DIR say where the images are; $host_names has the lines of a container's /etc/hosts.
container= # the process of the one in the background

image() {
    "$ROOT/tools/image" --dir "$IMAGE_DIR" --with "$IMAGE_TOOL" "$@"
}

load_image() {
    image unpack "$1" "$work/$1"
    image config "$1" >"$work/$1.json"
}

configured() {
    jq -r "$2" "$work/$1.json"
}

contained() {
    (become_contained "$@")
}

become_contained() {
    if [[ $IMAGE_TOOL == buildah ]]; then become_chroot "$@"; else become_engine "$@"; fi
}

become_engine() {
    local target=$1 options=() address name
    shift
    while [[ $1 != -- ]]; do
        options+=("$1" "$2")
        shift 2
    done
    shift
    while read -r address name; do options+=(--add-host "$name:$address"); done <<<"$host_names"
    if [[ -n ${container_name-} ]]; then options+=(--name "$container_name"); fi
    exec "$IMAGE_TOOL" run --rm -i --read-only --network host --cap-drop all --security-opt no-new-privileges \
        "${options[@]}" "localhost/ddbsnap/$target:$(configured "$target" '.Labels["org.opencontainers.image.version"]')" "$@"
}

become_chroot() {
    local target=$1 settings mounts=() entry
    readarray -t settings < <(configured "$target" '.Env[]?')
    readarray -t entry < <(configured "$target" '.Entrypoint[]')
    shift
    while [[ $1 != -- ]]; do
        if [[ $1 == -e ]]; then settings+=("$2"); else mounts+=("$2"); fi
        shift 2
    done
    shift
    echo "$host_names" >"$work/.container-hosts"
    mounts+=("$work/.container-hosts:/etc/hosts" /etc/resolv.conf:/etc/resolv.conf /dev/null:/dev/null)
    exec unshare --mount --pid --fork --kill-child bash "$ROOT/tests/install/enter_root.sh" "$work/$target" \
        "$(configured "$target" .User)" "${mounts[@]}" -- HOME=/ "${settings[@]}" -- "${entry[@]}" "$@"
}

start_container() {
    local container_name=ddbsnap-test-$1
    become_contained "$@" >"$work/$1.log" 2>&1 </dev/null &
    container=$!
}

check_container() {
    local check
    readarray -t check < <(configured "$1" '.Healthcheck.Test[2:][]')
    if [[ $IMAGE_TOOL == buildah ]]; then
        contained "$1" -- "${check[@]}" # which has the same network and the same settings
    else
        "$IMAGE_TOOL" exec "ddbsnap-test-$1" "$(configured "$1" '.Healthcheck.Test[1]')" "${check[@]}"
    fi
}

signal_container() {
    if [[ $IMAGE_TOOL == buildah ]]; then
        kill -"$2" "$(tr -d ' ' <"/proc/$container/task/$container/children")"
    else
        "$IMAGE_TOOL" kill --signal "$2" "ddbsnap-test-$1" >/dev/null
    fi
    ended=0
    wait "$container" || ended=$?
    container=
}

remove_container() {
    if [[ -z $container ]]; then return; fi
    signal_container "$1" KILL 2>/dev/null || kill -KILL "$container" 2>/dev/null || true
}
