#!/usr/bin/env bash
# Looks at the rpm packages and installs them, with their scripts, by rpm on a Debian that really boots: no system that uses rpm
# is at hand. The service is the unit of the package, with a process that only sleeps in place of the agent. Prints a table of
# all steps; exit 1 when one failed.
#
#   ./mvnw package -Ppackages -DskipTests && sudo packaging/test-rpm.sh
#
# Needs what test-deb.sh needs, whose Debian it shares, and the host's package rpm.
set -euo pipefail

me=test-rpm.sh
here=$(cd "$(dirname "$0")" && pwd)
. "$here/debian.sh"
own=$(ls "$here"/target/writeback-agent-[0-9]*.x86_64.rpm)
jars=$(ls "$here"/target/writeback-agent-jars-[0-9]*.noarch.rpm)
: "${LOG:=$work/rpm-steps.log}"
requires debootstrap:debootstrap systemd-nspawn:systemd-container nsenter:util-linux pgrep:procps rpm:rpm

digests() {
    rpm -K "$own" "$jars"
}

headers() {
    rpm -qp --requires "$own" | grep 'glibc >= 2.34' >/dev/null
    rpm -qp --requires "$jars" | grep 'java-headless >= 1:17' >/dev/null
    rpm -qp --conflicts "$own" | grep writeback-agent-jars >/dev/null
    rpm -qp --configfiles "$own" | grep -x /etc/sysconfig/writeback >/dev/null
    rpm -qp --scripts "$own" | grep 'useradd -r' >/dev/null
    rpm -qp --scripts "$own" | grep 'posttrans' >/dev/null
    rpm -qp --qf '%{NAME} %{VERSION}-%{RELEASE} %{ARCH} %{LICENSE}\n' "$own"
}

installs() {
    inside rpm -i --nodeps /root/own.rpm
    inside getent passwd writeback
    [ "$(inside stat -c '%U:%G %a' /etc/writeback)" = 'root:writeback 750' ]
    [ "$(inside stat -c '%U:%G %a' /var/lib/writeback)" = 'writeback:writeback 700' ]
    [ "$(inside systemctl is-enabled writeback.service)" = disabled ]
    inside writeback --version
}

verifies() {
    inside rpm -V --nodeps writeback-agent
    echo "rpm -V finds nothing changed"
}

# The launcher of the package has to be there, else it crashes.
starts() {
    inside mkdir -p /etc/systemd/system/writeback.service.d
    cat >"$root/etc/systemd/system/writeback.service.d/stand-in.conf" <<'U'
[Unit]
ConditionPathExists=
StartLimitBurst=2
[Service]
Type=exec
WatchdogSec=0
RestartSec=100ms
ExecStart=
ExecStart=/bin/sh -c 'grep -q dev.writeback /usr/share/writeback/bin/writeback && exec sleep infinity'
U
    inside systemctl daemon-reload
    inside systemctl enable --now writeback.service
    goes_on
}

has_archive() {
    inside test -s /usr/lib/writeback/runtime/lib/server/writeback.jsa
    echo "$(($(inside stat -c %s /usr/lib/writeback/runtime/lib/server/writeback.jsa) / 1000000)) MB"
}

goes_on() {
    is ActiveState active
    [ "$(inside systemctl is-enabled writeback.service)" = enabled ]
    inside test ! -e /run/writeback-agent.was-active
    echo "enabled, active"
}

upgrades() {
    local pid
    pid=$(property MainPID)
    echo 'WRITEBACK_JAVA_OPTS=-Xmx120m' >>"$root/etc/sysconfig/writeback"
    echo 'mine: 1' >"$root/etc/writeback/agent.yaml"
    inside rpm -U --nodeps --replacepkgs /root/own.rpm
    grep Xmx120m "$root/etc/sysconfig/writeback" >/dev/null
    grep mine "$root/etc/writeback/agent.yaml" >/dev/null
    goes_on
    [ "$pid" != "$(property MainPID)" ]
    echo "installed again over edited files, which are kept; another process"
}

upgrades_stopped() {
    inside systemctl stop writeback.service
    inside rpm -U --nodeps --replacepkgs /root/own.rpm
    is ActiveState inactive
    inside systemctl start writeback.service
    echo "what was stopped stays stopped"
}

mends_given_up() {
    printf '#!/bin/sh\nexit 1\n' >"$root/usr/share/writeback/bin/writeback"
    inside systemctl restart writeback.service || true
    await 30 is ActiveState failed
    inside rpm -U --nodeps --replacepkgs /root/own.rpm
    goes_on
}

conflicts() {
    refused inside rpm -i --test /root/jars.rpm >"$work/conflict" 2>&1
    grep conflicts "$work/conflict"
}

# As in a transaction that replaces one variant by the other: the new one comes before the old one goes.
swaps() {
    inside rpm -i --nodeps /root/jars.rpm
    goes_on
    inside rpm -e --nodeps writeback-agent
    goes_on
    [ ! -e "$root/usr/lib/writeback" ] && [ -e "$root/usr/share/writeback/bin/writeback" ]
    # Nothing differs but the file that an earlier step has edited.
    [ "$(inside rpm -V --nodeps writeback-agent-jars)" = 'S.5....T.  c /etc/sysconfig/writeback' ]
    echo "enabled, active"
}

# A preset that enables, such as Debian's, is not asked again.
swaps_disabled() {
    inside systemctl disable writeback.service
    mkdir -p "$root/etc/systemd/system-preset"
    echo 'enable writeback.service' >"$root/etc/systemd/system-preset/10-writeback.preset"
    inside rpm -i --nodeps /root/own.rpm
    inside rpm -e --nodeps writeback-agent-jars
    is ActiveState active
    [ "$(inside systemctl is-enabled writeback.service)" = disabled ]
    echo "disabled stays disabled"
}

is_removed() {
    inside rpm -e --nodeps writeback-agent
    [ ! -e "$root/usr/share/writeback" ] && [ ! -e "$root/usr/lib/writeback" ]
    [ -e "$root/etc/writeback/agent.yaml" ]
    is ActiveState inactive
    echo "its files are gone, the service stopped, the configuration stays"
}

jars_alone() {
    inside rpm -i --nodeps /root/jars.rpm
    refused inside writeback --version >"$work/no-java" 2>&1
    cat "$work/no-java"
    grep 'no Java runtime found' "$work/no-java" >/dev/null
}

mkdir -p "$work"
: >"$LOG"
new_machine "$work/rpm-root"
cp "$own" "$root/root/own.rpm"
cp "$jars" "$root/root/jars.rpm"
# As on the systems that use rpm: nothing is enabled that nobody has enabled.
mkdir -p "$root/etc/systemd/system-preset"
echo 'disable writeback.service' >"$root/etc/systemd/system-preset/10-writeback.preset"
boot
step "digests" digests
step "requires, conflicts, scripts" headers
step "install with its scripts" installs
step "verify" verifies
step "classes of the start: laid out" has_archive
step "enable and start" starts
step "upgrade, over edited files" upgrades
step "upgrade of a stopped service" upgrades_stopped
step "upgrade of one that was given up: runs again" mends_given_up
step "the variants exclude each other" conflicts
step "one variant in place of the other: goes on" swaps
step "the same, of a service that is disabled" swaps_disabled
step "remove" is_removed
step "jars alone, without Java: says so" jars_alone
[ "$failed" = 0 ] && echo "all steps passed" || echo "FAILED; see $LOG"
exit "$failed"
