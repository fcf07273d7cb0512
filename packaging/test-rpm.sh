#!/usr/bin/env bash
# Looks at the rpm packages and installs them, with their scripts, into the Debian that test-deb.sh has made: no system that
# uses rpm is at hand. Prints a table of all steps; exit 1 when one failed.
#
#   sudo packaging/test-rpm.sh      after packaging/test-deb.sh; needs root and the host's package rpm
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$here/target/debian
root=$work/rpm-root
own=$(ls "$here"/target/writeback-agent-[0-9]*.x86_64.rpm)
jars=$(ls "$here"/target/writeback-agent-jars-[0-9]*.noarch.rpm)

needs() {
    echo "test-rpm.sh: $1" >&2
    exit 1
}
[ "$(id -u)" = 0 ] || needs "run it as root"
command -v rpm >/dev/null || needs "found no rpm; install the package rpm"
[ -e "$work/base/.complete" ] || needs "found no Debian in $work/base; test-deb.sh makes it"

failed=0
step() {
    local name=$1 result=passed seen
    shift
    # As a condition it would run without its own set -e.
    set +e
    seen=$(
        set -euo pipefail
        "$@" 2>&1
    )
    [ $? = 0 ] || result=FAILED
    set -e
    [ "$result" = passed ] || failed=1
    printf '%-7s %-46s %s\n' "$result" "$name" "$(printf '%s' "$seen" | tail -n 1 | cut -c 1-110)"
    [ "$result" = passed ] || printf '%s\n' "$seen"
}
refused() { ! "$@"; }
in_root() { rpm --root "$root" --dbpath /var/lib/rpm "$@"; }

digests() {
    rpm -K "$own" "$jars"
}

headers() {
    rpm -qp --requires "$own" | grep 'glibc >= 2.34' >/dev/null
    rpm -qp --requires "$jars" | grep 'java-headless >= 1:17' >/dev/null
    rpm -qp --conflicts "$own" | grep writeback-agent-jars >/dev/null
    rpm -qp --configfiles "$own" | grep -x /etc/sysconfig/writeback >/dev/null
    rpm -qp --scripts "$own" | grep 'useradd -r' >/dev/null
    rpm -qp --qf '%{NAME} %{VERSION}-%{RELEASE} %{ARCH} %{LICENSE}\n' "$own"
}

installs() {
    in_root -i --nodeps "$own"
    chroot "$root" getent passwd writeback
    [ "$(chroot "$root" stat -c '%U:%G %a' /etc/writeback)" = 'root:writeback 750' ]
    [ "$(chroot "$root" stat -c '%U:%G %a' /var/lib/writeback)" = 'writeback:writeback 700' ]
    chroot "$root" writeback --version
}

verifies() {
    in_root -V --nodeps writeback-agent
    echo "rpm -V finds nothing changed"
}

keeps() {
    echo 'WRITEBACK_JAVA_OPTS=-Xmx120m' >>"$root/etc/sysconfig/writeback"
    echo 'mine: 1' >"$root/etc/writeback/agent.yaml"
    in_root -U --nodeps --replacepkgs "$own"
    grep Xmx120m "$root/etc/sysconfig/writeback" >/dev/null
    grep mine "$root/etc/writeback/agent.yaml" >/dev/null
    echo "installed again over edited files, which are kept"
}

conflicts() {
    refused in_root -i --test "$jars" >"$work/conflict" 2>&1
    grep conflicts "$work/conflict"
}

is_removed() {
    in_root -e --nodeps writeback-agent
    [ ! -e "$root/usr/share/writeback" ] && [ ! -e "$root/usr/lib/writeback" ]
    [ -e "$root/etc/writeback/agent.yaml" ]
    echo "its files are gone, the configuration stays"
}

jars_alone() {
    in_root -i --nodeps "$jars"
    refused chroot "$root" writeback --version >"$work/no-java" 2>&1
    cat "$work/no-java"
    grep 'no Java runtime found' "$work/no-java" >/dev/null
}

rm -rf "$root"
cp -a "$work/base" "$root"
mkdir -p "$root/var/lib/rpm"
# By /proc the loader finds out where the runtime lies.
mount -t proc proc "$root/proc"
trap 'umount "$root/proc"' EXIT
step "digests" digests
step "requires, conflicts, scripts" headers
step "install with its scripts" installs
step "verify" verifies
step "again, over edited files" keeps
step "the variants exclude each other" conflicts
step "remove" is_removed
step "jars alone, without Java: says so" jars_alone
exit "$failed"
