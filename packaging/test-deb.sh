#!/usr/bin/env bash
# Installs the Debian package on a Debian that really boots, and takes it through its life: set up, started, watched, killed,
# upgraded, booted again, purged. Prints a table of all steps; exit 1 when one failed.
#
#   ./mvnw package -Ppackages -DskipTests && sudo packaging/test-deb.sh
#
# Needs root, and the packages debootstrap, systemd-container, lintian, curl, util-linux and procps of the host; a network
# for the first run alone, whose Debian is kept in packaging/target/debian. Installs nothing on the host.
#
#   DEB=FILE      the package (default: the one in packaging/target)
#   JARS=FILE     its other variant (default: the one in packaging/target)
#   SANDBOX=DIR   with classes/ and lib/ of the sandbox (default: integration-tests/target)
#   SUITE=NAME    of Debian (default: bookworm)
#   MIRROR=URL    (default: http://deb.debian.org/debian)
set -euo pipefail

me=test-deb.sh
here=$(cd "$(dirname "$0")" && pwd)
. "$here/debian.sh"
deb=${DEB:-$(ls "$here"/target/writeback-agent_*_amd64.deb 2>/dev/null | head -n 1 || true)}
sandbox=${SANDBOX:-$here/../integration-tests/target}
jars=${JARS:-$(ls "$here"/target/writeback-agent-jars_*_all.deb 2>/dev/null | head -n 1 || true)}
jdk=$(readlink -f "$(command -v java)")
jdk=${jdk%/bin/java}

requires debootstrap:debootstrap systemd-nspawn:systemd-container lintian:lintian curl:curl nsenter:util-linux pgrep:procps \
    dpkg-deb:dpkg
[ -r "$deb" ] && [ -r "$jars" ] || needs "found no package; ./mvnw package -Ppackages -DskipTests makes it"
[ -d "$sandbox/classes" ] && [ -d "$sandbox/lib" ] || needs "found no sandbox in $sandbox; ./mvnw package makes it"

figures=()
: "${LOG:=$work/steps.log}"

boot_here() { boot --bind-ro="$sandbox:/opt/sandbox" --bind-ro="$jdk:/opt/jdk" --bind-ro=/etc/java-17-openjdk; }

figure() {
    figures+=("$(printf '%-46s %-34s limit %s' "$1" "$2" "$3")")
}

get() { inside curl -sS -o /dev/null -m 5 -w '%{http_code}' "http://127.0.0.1:9464$1"; }
answers() { [ "$(get "$1")" = "$2" ]; }
restarted_since() { [ "$(property NRestarts)" -gt "$1" ] && is ActiveState active; }

sandbox_run() { inside /opt/jdk/bin/java -XX:TieredStopAtLevel=1 -cp '/opt/sandbox/classes:/opt/sandbox/lib/*' \
    dev.writeback.sandbox.Main "$@"; }

# ------------------------------------------------------------------------------------------------------------- the steps

installs() {
    inside dpkg -i /root/first.deb
    inside getent passwd writeback
    [ "$(inside stat -c '%U:%G %a' /etc/writeback)" = 'root:writeback 750' ]
    [ "$(inside stat -c '%U:%G %a' /var/lib/writeback)" = 'writeback:writeback 700' ]
    [ "$(inside systemctl is-enabled writeback.service)" = enabled ]
    inside writeback --version
}

lints() {
    local found
    found=$(lintian --fail-on none --tag-display-limit 0 "$deb" 2>/dev/null | grep -E '^[EW]:' || true)
    [ -z "$found" ] || { printf '%s\n' "$found"; printf '%s tags\n' "$(printf '%s\n' "$found" | wc -l)"; return 1; }
    echo "no error, no warning; overridden: $(lintian --show-overrides --tag-display-limit 0 "$deb" 2>/dev/null |
        grep '^O:' | awk '{print $3}' | sort -u | wc -l) kinds of tags"
}

is_calm() {
    inside systemctl start writeback.service
    is ActiveState inactive
    is ConditionResult no
    is NRestarts 0
    is Result success
    echo "no configuration: start is skipped, nothing failed"
}

opens_sandbox() {
    inside systemd-run --quiet --unit=sandbox /opt/jdk/bin/java -XX:TieredStopAtLevel=1 \
        -cp '/opt/sandbox/classes:/opt/sandbox/lib/*' dev.writeback.sandbox.Main sandbox --dir /srv/sandbox
    await 90 sh -c "nsenter -t $leader -m -n -p -- journalctl -u sandbox -o cat | grep 'Further agents enrol'"
    # Ours is to be enrolled, and the only one.
    sandbox_run cloud revoke --config /srv/sandbox/cloud.yaml hq-1
    inside install -m 0644 /srv/sandbox/desk-ca.pem /srv/sandbox/relay-ca.pem /srv/sandbox/directory-ca.pem /etc/writeback
}

is_set_up() {
    local directory desk user
    directory=$(inside journalctl -u sandbox -o cat | sed -n 's/^The directory is \(ldaps:[^;]*\);.*/\1/p')
    desk=$(inside journalctl -u sandbox -o cat | sed -n 's/^Further agents enrol at \([^,]*\),.*/\1/p')
    sandbox_run cloud code --config /srv/sandbox/cloud.yaml >"$root/root/code"
    inside writeback configure --yes --agent-id=installed-1 --cloud-url="$desk" \
        --cloud-ca=/etc/writeback/desk-ca.pem --issuer=https://sspr.example.test --audience=urn:pwb:sandbox:hq \
        --code=/root/code --presence=presence --relay-ca=/etc/writeback/relay-ca.pem --server="$directory" \
        --base-dn=DC=corp,DC=example,DC=test --directory-ca=/etc/writeback/directory-ca.pem \
        --bind-user=CN=svc-writeback,OU=Service,DC=corp,DC=example,DC=test \
        --bind-password-file=/srv/sandbox/ldap.password --include=OU=Staff,DC=corp,DC=example,DC=test || [ $? = 1 ]
    inside runuser -u writeback -- writeback config check
    [ "$(inside stat -c '%U %a' /etc/writeback/agent.yaml)" = 'writeback 600' ]
}

starts() {
    # As on a Debian whose /run and /tmp are mounted noexec.
    inside mount -o remount,noexec /run
    inside systemctl start writeback.service
    is ActiveState active
    is Type notify
    await 30 answers /readyz 200
    await 15 is StatusText ready
    echo "active after READY=1, STATUS: $(property StatusText)"
}

maps_archive() {
    [ "$(inside stat -c '%U %a' /usr/lib/writeback/runtime/lib/server/writeback.jsa)" = 'root 444' ]
    inside grep writeback.jsa "/proc/$(property MainPID)/maps" >/dev/null
    echo "$(($(inside stat -c %s /usr/lib/writeback/runtime/lib/server/writeback.jsa) / 1000000)) MB, mapped by the agent"
}

started_in() {
    local from to
    from=$(property ExecMainStartTimestampMonotonic)
    to=$(property ActiveEnterTimestampMonotonic)
    echo "$(((to - from) / 1000))"
}

# By the shell itself: on two processors a curl at every try is a good part of the load.
ask_until_ready='
    until { exec 3<>/dev/tcp/127.0.0.1/9464; } 2>/dev/null &&
        printf "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:9464\r\nConnection: close\r\n\r\n" >&3 &&
        read -r -t 2 line <&3 && [[ $line == *" 200 "* ]]; do
        sleep 0.05
    done'

# Of a busy host the wall-clock time says little: the second number is the processor time that was spent until then.
first_ready() {
    local times=() begin ticks
    for _ in 1 2 3; do
        inside systemctl stop writeback.service
        begin=$(date +%s%3N)
        inside systemctl --no-block start writeback.service
        inside bash -c "$ask_until_ready"
        ticks=$(inside cat "/proc/$(property MainPID)/stat" | awk '{ print $14 + $15 }')
        times+=("$(($(date +%s%3N) - begin)) ms ($((ticks * 10)) ms of processor)")
    done
    printf '%s\n' "${times[@]}" | sort -n | sed -n 2p
}

is_healthy() {
    [ "$(get /livez)" = 200 ] && [ "$(get /readyz)" = 200 ]
    inside curl -sS http://127.0.0.1:9464/metrics >"$work/metrics.txt"
    grep -q '^writeback_relay_up 1' "$work/metrics.txt"
    echo "/livez 200, /readyz 200, $(grep -c '^writeback_' "$work/metrics.txt") series of ours"
}

user() { inside journalctl -u sandbox -o cat | sed -n 's/^ *u01 *\(objectGUID:[^ ]*\).*/\1/p'; }

resets() {
    printf 'N3w-Passw0rd-%s!' "$RANDOM" >"$root/root/new.password"
    sandbox_run cloud send --config /srv/sandbox/cloud.yaml reset --user "$(user)" \
        --new-password-file /root/new.password
}

is_confined() {
    local score
    score=$(inside systemd-analyze --no-pager security writeback.service | sed -n 's/.*exposure level for [^:]*: \([0-9.]*\).*/\1/p')
    awk -v s="$score" 'BEGIN { exit !(s != "" && s <= 1.5) }' || { echo "exposure $score, more than 1.5"; return 1; }
    echo "systemd-analyze security: $score"
}

shows_nothing() {
    local pid
    pid=$(property MainPID)
    inside cat "/proc/$pid/limits" | grep 'Max core file size  *0  *0' >/dev/null
    inside cat "/proc/$pid/cmdline" | tr '\0' '\n' | grep -x -- '-XX:+DisableAttachMechanism' >/dev/null
    [ -z "$(inside find /var/lib/writeback /run/writeback /var/cache/writeback -name '*.hprof' -o -name 'core*')" ]
    [ "$(property MemorySwapMax)" = 0 ]
    echo "no core dumps, no attach, MemorySwapMax=0"
}

takes_credential() {
    inside mkdir -p /etc/systemd/system/writeback.service.d
    inside mv /etc/writeback/ldap.password /root/ldap.password
    inside chown root:root /root/ldap.password
    printf '[Service]\nLoadCredential=ldap.password:/root/ldap.password\n' \
        >"$root/etc/systemd/system/writeback.service.d/credentials.conf"
    sed -i 's/passwordFile: ldap.password/passwordFile: credential:ldap.password/' "$root/etc/writeback/agent.yaml"
    inside systemctl daemon-reload
    inside systemctl restart writeback.service
    await 30 answers /readyz 200
    refused inside runuser -u writeback -- cat /root/ldap.password 2>/dev/null
    inside systemd-run --quiet --pipe --wait -p User=writeback -p LoadCredential=ldap.password:/root/ldap.password \
        writeback doctor | grep 'bind: the directory knows' >/dev/null
    resets
}

reloads() {
    sed -i 's/validate: true/validate: false/' "$root/etc/writeback/agent.yaml"
    inside systemctl reload writeback.service
    inside curl -sS http://127.0.0.1:9464/metrics | grep 'writeback_operation_enabled{operation="validate"} 0' >/dev/null
    cp -p "$root/etc/writeback/agent.yaml" "$work/agent.yaml"
    echo 'nonsense: 1' >>"$root/etc/writeback/agent.yaml"
    refused inside systemctl reload writeback.service 2>/dev/null
    is ActiveState active
    cp -p "$work/agent.yaml" "$root/etc/writeback/agent.yaml"
    inside systemctl reload writeback.service
    echo "followed; a wrong file is a failed reload, and the agent goes on"
}

survives_hang() {
    local before pid
    before=$(property NRestarts)
    pid=$(property MainPID)
    inside kill -STOP "$pid"
    await 70 restarted_since "$before"
    inside journalctl -u writeback.service -o cat | grep 'Watchdog timeout' >/dev/null
    inside journalctl -u writeback.service -o cat | grep 'Full thread dump' >/dev/null
    await 30 answers /readyz 200
    echo "stopped by SIGSTOP: watchdog, thread dump, started again, ready"
}

survives_kill() {
    local before
    before=$(property NRestarts)
    inside kill -9 "$(property MainPID)"
    await 40 restarted_since "$before"
    await 30 answers /readyz 200
    resets
}

is_not_restarted() {
    cp -p "$root/etc/writeback/agent.yaml" "$work/agent.yaml"
    echo 'nonsense: 1' >>"$root/etc/writeback/agent.yaml"
    refused inside systemctl restart writeback.service 2>/dev/null
    sleep 7
    is ActiveState failed
    is ExecMainStatus 78
    cp -p "$work/agent.yaml" "$root/etc/writeback/agent.yaml"
    inside systemctl reset-failed writeback.service
    inside systemctl start writeback.service
    echo "exit 78, no restart"
}

second_version() {
    local tree=$work/second
    rm -rf "$tree"
    dpkg-deb -R "$deb" "$tree"
    sed -i "s/^Version: .*/Version: $(dpkg-deb -f "$deb" Version)+second/" "$tree/DEBIAN/control"
    echo '# A line of the second version.' >>"$tree/etc/default/writeback"
    sed -i 's/^Description=.*/Description=Password writeback agent, second version/' \
        "$tree/lib/systemd/system/writeback.service"
    dpkg-deb --root-owner-group -Znone -b "$tree" "$root/root/second.deb"
}

upgrades() {
    local pid yaml
    pid=$(property MainPID)
    yaml=$(md5sum <"$root/etc/writeback/agent.yaml")
    echo 'WRITEBACK_JAVA_OPTS="-Xmx120m"' >>"$root/etc/default/writeback"
    second_version
    inside dpkg --force-confdef --force-confold -i /root/second.deb
    inside dpkg-query -W -f '${Version}' writeback-agent | grep second >/dev/null
    grep -q 'Xmx120m' "$root/etc/default/writeback"
    refused grep -q 'second version' "$root/etc/default/writeback"
    [ "$yaml" = "$(md5sum <"$root/etc/writeback/agent.yaml")" ]
    is Description 'Password writeback agent, second version'
    await 30 answers /readyz 200
    [ "$pid" != "$(property MainPID)" ]
    inside cat "/proc/$(property MainPID)/cmdline" | tr '\0' '\n' | grep -x -- '-Xmx120m' >/dev/null
    echo "edited files kept, running again: $(inside dpkg-query -W -f '${Version}' writeback-agent)"
}

upgrades_stopped() {
    inside systemctl stop writeback.service
    inside dpkg --force-confdef --force-confold -i /root/second.deb
    is ActiveState inactive
    inside systemctl start writeback.service
    echo "what was stopped stays stopped"
}

# A version that crashes, whose configuration and environment are right: what comes next is to mend it.
break_it() {
    printf '#!/bin/sh\nexit 1\n' >"$root/usr/share/writeback/bin/writeback"
    refused inside systemctl restart writeback.service 2>/dev/null
}

mends_crashing() {
    break_it
    is ActiveState activating
    inside dpkg --force-confdef --force-confold -i /root/second.deb
    await 30 answers /readyz 200
    echo "it waited for its next start, and runs"
}

mends_given_up() {
    inside mkdir -p /etc/systemd/system/writeback.service.d
    printf '[Unit]\nStartLimitBurst=2\n[Service]\nRestartSec=100ms\n' \
        >"$root/etc/systemd/system/writeback.service.d/impatient.conf"
    inside systemctl daemon-reload
    break_it
    await 30 is ActiveState failed
    is Result exit-code
    inside dpkg --force-confdef --force-confold -i /root/second.deb
    await 30 answers /readyz 200
    rm "$root/etc/systemd/system/writeback.service.d/impatient.conf"
    inside systemctl daemon-reload
    echo "systemd had given it up, and it runs"
}

comes_up() {
    await 30 is ActiveState active
    [ "$(get /livez)" = 200 ]
    [ "$(get /readyz)" = 503 ]
    await 15 sh -c "nsenter -t $leader -m -n -p -- systemctl show -P StatusText writeback | grep 'not ready: relay'"
    echo "active without a relay; STATUS: $(property StatusText)"
}

stops() {
    local begin
    begin=$(date +%s%3N)
    inside systemctl stop writeback.service
    is ActiveState inactive
    is Result success
    echo "in $(($(date +%s%3N) - begin)) ms, Result=success"
}

is_removed() {
    inside dpkg -r writeback-agent
    [ -e "$root/etc/writeback/agent.yaml" ] && [ -e "$root/etc/default/writeback" ] && [ -d "$root/var/lib/writeback" ]
    [ ! -e "$root/usr/share/writeback" ]
    echo "configuration and state stay"
}

# The new variant waits for its configuration (here for a Java runtime), the old one is purged: they share the state.
spares_the_other() {
    inside dpkg --unpack --force-depends /root/jars.deb
    inside dpkg-query -W -f '${db:Status-Abbrev}' writeback-agent-jars | grep '^iU' >/dev/null
    inside dpkg -P writeback-agent
    [ -e "$root/etc/writeback/agent.yaml" ] && [ -d "$root/var/lib/writeback" ]
    inside getent passwd writeback
    echo "configuration, state and user stay with the variant that is installed half"
}

is_purged() {
    local left
    inside rm -rf /etc/systemd/system/writeback.service.d
    inside dpkg -P writeback-agent-jars
    left=$(find "$root" -xdev -name '*writeback*' -not -path "$root/opt/*" -not -path "$root/srv/*" -not -path "$root/var/log/*" -not -path "$root/proc/*")
    [ -z "$left" ] || { printf '%s\n' "$left"; return 1; }
    refused inside getent passwd writeback
    refused inside getent group writeback
    is LoadState not-found
    echo "no file, no user, no unit"
}

# --------------------------------------------------------------------------------------------------------------- the run

mkdir -p "$work"
: >"$LOG"
new_machine "$work/root"
mkdir -p "$root/etc/java-17-openjdk"
cp "$deb" "$root/root/first.deb"
cp "$jars" "$root/root/jars.deb"
boot_here

step "install, user, directories, enabled" installs
step "lintian" lints
step "not configured: calm" is_calm
step "sandbox: relay, directory, cloud" opens_sandbox
step "writeback configure by root, files for the user" is_set_up
step "start, notify, STATUS; /run is noexec" starts
step "classes of the start: laid out, in use" maps_archive
figure "start to READY=1 (once)" "$(started_in) ms" "3000 ms"
step "metrics, livez, readyz" is_healthy
step "a password reset through the service" resets
step "sandbox of the unit at most 1.5" is_confined
step "no dump, no attach, no swap" shows_nothing
sleep 20
rss=$(inside cat "/proc/$(property MainPID)/status" | awk '/^VmRSS:/ { print $2 }')
figure "resident memory, 20 s after a reset" "$((rss / 1024)) MB" "160 MB"
figure "start to /readyz 200 (median of 3)" "$(first_ready)" "3000 ms"
step "credential by LoadCredential" takes_credential
step "reload; a wrong file is refused" reloads
step "hang: watchdog, thread dump, restart" survives_hang
step "kill -9: restart, reset" survives_kill
step "wrong configuration: 78, no restart" is_not_restarted
step "upgrade over edited files" upgrades
step "upgrade of a stopped service" upgrades_stopped
step "upgrade of one that crashes: runs again" mends_crashing
step "upgrade of one that was given up: runs again" mends_given_up
shut_down
boot_here
step "boot: up by itself, without a relay" comes_up
step "stop" stops
step "remove" is_removed
step "purge spares a variant that is half there" spares_the_other
step "purge leaves nothing" is_purged

figure "package" "$(($(stat -c %s "$deb") / 1000000)) MB" "80 MB"
echo
printf '%s\n' "${figures[@]}"
echo "load of the host: $(cut -d ' ' -f 1-3 /proc/loadavg), $(nproc) processors; times are not judged, only shown"
[ "$(stat -c %s "$deb")" -le 80000000 ] || { echo "the package is larger than 80 MB"; failed=1; }
[ "$rss" -gt 0 ] && [ "$((rss / 1024))" -le 160 ] || { echo "more than 160 MB resident"; failed=1; }
echo
[ "$failed" = 0 ] && echo "all steps passed" || echo "FAILED; see $LOG"
exit "$failed"
