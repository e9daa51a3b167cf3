#!/usr/bin/env bash
# Proves the two commands of the README on a machine that has next to nothing: a minimal Debian 12 in a chroot,
# with certificates, git, make and python3 alone. Needs root and debootstrap; takes some minutes.
#
#   tests/fresh-machine.sh DIRECTORY [COMMAND]
#
# DIRECTORY gets the machine; one that is already there is used as it stands. COMMAND is what to run in the clone,
# by default: make, make once more, then make test. What is committed or not ignored goes into the clone.
# Where the registries are reached in some special way (a proxy, a private certificate), FRESH_MACHINE_SETUP names
# a script: it is called with DIRECTORY once the machine stands, and may write /etc/environment.sh in it.
set -euo pipefail

machine=$(realpath -m "${1:?usage: tests/fresh-machine.sh DIRECTORY [COMMAND]}")
command=${2:-'make && time make && make test'}
project=$(dirname "$(dirname "$(realpath "$0")")")

if [ ! -e "$machine/usr/bin/make" ]; then
    debootstrap --variant=minbase --include=ca-certificates,git,make,python3 bookworm "$machine"
fi
cp /etc/resolv.conf "$machine/etc/resolv.conf"
: > "$machine/etc/environment.sh"
[ -z "${FRESH_MACHINE_SETUP-}" ] || "$FRESH_MACHINE_SETUP" "$machine"

rm -rf "$machine/srv/coopdocs"
mkdir -p "$machine/srv/coopdocs"
cd "$project"
# A file that git still lists may have just been removed.
git ls-files --cached --others --exclude-standard -z |
    tar --create --null --files-from=- --ignore-failed-read 2>/dev/null |
    tar --extract --directory "$machine/srv/coopdocs"

# Its own mount table: what it mounts goes away with the command. A terminal is part of any machine.
unshare --mount --fork sh -c '
    mount -t proc proc "$1/proc"
    mkdir -p "$1/dev/pts" && mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts"
    ln -sf pts/ptmx "$1/dev/ptmx"
    exec chroot "$1" /usr/bin/env -i HOME=/srv PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        bash -c ". /etc/environment.sh; cd /srv/coopdocs; set -e; $2"
' sh "$machine" "$command"
