# Sourced by test-deb.sh and test-rpm.sh: a Debian that really boots, in a container of systemd, and the table of their steps.
# Before it: $me, the name of the script; $here, its directory.
work=$here/target/debian
suite=${SUITE:-bookworm}
nspawn=
leader=
table=()
failed=0

needs() {
    echo "$me: $1" >&2
    exit 1
}

# requires TOOL:PACKAGE...
requires() {
    local tool
    [ "$(id -u)" = 0 ] || needs "run it as root"
    for tool in "$@"; do
        command -v "${tool%%:*}" >/dev/null || needs "found no ${tool%%:*}; install the package ${tool#*:}"
    done
}

# new_machine ROOT: a fresh one, of the Debian that is made the first time and kept.
new_machine() {
    root=$1
    if [ ! -e "$work/base/.complete" ] || [ ! -e "$work/base/usr/bin/rpm" ]; then
        echo "$me: making a Debian $suite in $work/base, which takes a minute or three" >&2
        rm -rf "$work/base"
        mkdir -p "$work"
        debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,adduser,curl,iproute2,procps,rpm \
            "$suite" "$work/base" "${MIRROR:-http://deb.debian.org/debian}" >"$work/debootstrap.log" 2>&1 ||
            needs "no Debian could be made, see $work/debootstrap.log"
        touch "$work/base/.complete"
    fi
    rm -rf "$root"
    cp -a "$work/base" "$root"
    : >"$work/console.log"
    trap shut_down EXIT
}

# boot OPTION...: of systemd-nspawn.
boot() {
    # Unprivileged by no means: the container is there to be booted, not to be kept in.
    systemd-nspawn -D "$root" --register=no --keep-unit -q -b --private-network --console=pipe "$@" \
        systemd.unit=multi-user.target </dev/null >>"$work/console.log" 2>&1 &
    nspawn=$!
    for _ in $(seq 120); do
        leader=$(pgrep -P "$nspawn" | head -n 1) || true
        if [ -n "$leader" ] && inside systemctl is-system-running 2>/dev/null | grep -E 'running|degraded' >/dev/null; then
            return 0
        fi
        sleep 0.5
    done
    needs "the container did not boot, see $work/console.log"
}

shut_down() {
    [ -n "$nspawn" ] || return 0
    inside systemctl poweroff >/dev/null 2>&1 || true
    for _ in $(seq 60); do
        kill -0 "$nspawn" 2>/dev/null || break
        sleep 0.5
    done
    kill -9 "$nspawn" 2>/dev/null || true
    wait "$nspawn" 2>/dev/null || true
    nspawn=
}

inside() {
    nsenter -t "$leader" -m -u -i -n -p -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}

# step NAME FUNCTION: runs the function, which says on its last line what it saw.
step() {
    local name=$1 result=passed seen
    shift
    echo "== $name" >>"$LOG"
    # As a condition it would run without its own set -e.
    set +e
    seen=$(
        set -euo pipefail
        "$@" 2>&1
    )
    [ $? = 0 ] || result=FAILED
    set -e
    [ "$result" = passed ] || failed=1
    printf '%s\n' "$seen" >>"$LOG"
    table+=("$(printf '%-7s %-46s %s' "$result" "$name" "$(printf '%s' "$seen" | tail -n 1 | cut -c 1-110)")")
    echo "${table[-1]}"
}

property() { inside systemctl show -P "$1" writeback.service; }

# await SECONDS COMMAND...: until it succeeds.
await() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || { echo "not within the time: $*"; return 1; }
        sleep 0.2
    done
}

is() { [ "$(property "$1")" = "$2" ] || { echo "$1: found '$(property "$1")', expected '$2'"; return 1; }; }

# A command that has to fail; a mere ! before it would never end a step.
refused() { ! "$@"; }
