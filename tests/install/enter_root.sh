# A container's view of the files, for a process that is in namespaces of its own already.
#
# usage: enter_root.sh ROOT USER:GROUP FILE:PLACE... -- NAME=VALUE... -- COMMAND...
set -euo pipefail

root=$1
user=$2
shift 2
mount --make-rprivate /
mount --bind "$root" "$root"
while [[ $1 != -- ]]; do
    file=${1%:*}
    place=$root${1##*:}
    # As a runtime does it, before the root becomes read-only.
    if [[ -d $file ]]; then
        mkdir -p "$place"
    else
        mkdir -p "${place%/*}"
        [[ -e $place ]] || : >"$place"
    fi
    mount --bind "$file" "$place"
    shift
done
shift
settings=()
while [[ $1 != -- ]]; do
    settings+=("$1")
    shift
done
shift
mount -o remount,bind,ro,nosuid "$root"
exec env -i "${settings[@]}" /usr/bin/setpriv --no-new-privs /usr/sbin/chroot --userspec="$user" --groups= "$root" "$@"
