#!/usr/bin/env bash
# Tests the container image without a container engine's daemon: the digests of the OCI layout, what is in it, and the agent
# from it under runc, with a read-only root, no capability and another user than root, against the sandbox on this machine.
#   packaging/test-image.sh [OCI-LAYOUT]
# Without arguments: what packaging/make-image.sh has left in packaging/target. Run as root; needs Debian's runc, umoci, skopeo
# and jq. Prints a table; any step that fails makes the exit code 1, and its output follows the table.
#   SANDBOX=DIR   with classes/ and lib/ of the sandbox (default: integration-tests/target)
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -eq 0 ]; then
    layouts=("$here"/target/writeback-*-oci)
    layout=${layouts[0]}
else
    layout=$(cd "$1" && pwd)
fi
sandbox=${SANDBOX:-$here/../integration-tests/target}
needs() { echo "test-image: $1" >&2; exit 2; }
for tool in runc umoci skopeo jq java curl; do
    command -v $tool >/dev/null || needs "$tool is missing; on Debian: apt-get install runc umoci skopeo jq curl"
done
[ "$(id -u)" = 0 ] || needs 'has to be root, to start a container'
[ -f "$layout/oci-layout" ] || needs "found no image in $layout; packaging/make-image.sh makes it"
[ -d "$sandbox/classes" ] && [ -d "$sandbox/lib" ] || needs "found no sandbox in $sandbox; ./mvnw package makes it"

work=$(mktemp -d)
name=writeback-test-$$
bundle=$work/bundle
root=$bundle/rootfs
runtime=(runc --root "$work/runc")
agent_port=19464
sandbox_pid=
cleanup() {
    "${runtime[@]}" delete --force "$name" >/dev/null 2>&1
    [ -z "$sandbox_pid" ] || kill "$sandbox_pid" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT

. "$here/steps.sh"

finish() {
    echo
    if [ $failed -eq 0 ]; then
        echo "${#table[@]} steps passed. Not run: Docker, Podman, Kubernetes."
        exit 0
    fi
    echo "$failed of ${#table[@]} steps failed; what follows a container that does not start was not tried:"
    cat "$work/failures"
    exit 1
}

within() { # seconds, command...
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || { echo "not within its time: $*"; "$@"; return 1; }
        sleep 0.2
    done
}

blob() {
    echo "$layout/blobs/${1/://}"
}

digests_are_true() {
    local file manifest digest
    for file in "$layout"/blobs/sha256/*; do
        [ "$(sha256sum <"$file" | cut -d' ' -f1)" = "$(basename "$file")" ] || { echo "$file"; return 1; }
    done
    [ "$(jq -r .imageLayoutVersion "$layout/oci-layout")" = 1.0.0 ] || return 1
    manifest=$(blob "$(jq -r '.manifests[0].digest' "$layout/index.json")")
    [ "$(stat -c %s "$manifest")" = "$(jq '.manifests[0].size' "$layout/index.json")" ] || return 1
    jq -r '.config, .layers[] | "\(.digest) \(.size)"' "$manifest" | while read -r digest size; do
        [ "$(stat -c %s "$(blob "$digest")")" = "$size" ] || { echo "$digest"; exit 1; }
    done || return 1
    # The digests of the layers without their compression, as the configuration has them.
    local config
    config=$(blob "$(jq -r .config.digest "$manifest")")
    diff <(jq -r '.rootfs.diff_ids[]' "$config") <(jq -r '.layers[].digest' "$manifest" | while read -r digest; do
        echo "sha256:$(zcat -f "$(blob "$digest")" | sha256sum | cut -d' ' -f1)"
    done)
}

other_tools_read_it() {
    skopeo inspect "oci:$layout" | jq -e '.Architecture == "amd64" and .Os == "linux" and .Labels["org.opencontainers.image.licenses"] == "Apache-2.0"' &&
        skopeo inspect --config "oci:$layout" |
        jq -e '.config | .User == "10001:10001" and (.Volumes | has("/var/lib/writeback") and has("/etc/writeback")) and .StopSignal == "SIGTERM"
            and .Entrypoint[0] == "/opt/writeback/runtime/bin/java" and .Cmd == ["run"]' &&
        skopeo copy --quiet "oci:$layout" "docker-archive:$work/docker.tar:writeback:test"
}

unpacks() {
    umoci unpack --image "$layout:$(jq -r '.manifests[0].annotations["org.opencontainers.image.ref.name"]' "$layout/index.json")" "$bundle"
}

holds_nothing_to_abuse() {
    local found
    found=$(find "$root" \( -perm /6000 -o -name sh -o -name bash -o -name busybox -o -name apt -o -name dpkg -o -name '*.pin' -o -name '*.p12' \) ! -path "$root/var/lib/dpkg" -print
        find "$root" ! -type l -perm /0022 ! -path "$root/tmp" -print
        find "$root" \( ! -user 0 -o ! -group 0 \) ! -path "$root/var/lib/writeback" -print)
    [ -z "$found" ] || { echo "$found"; return 1; }
    [ "$(stat -c '%u:%g' "$root/var/lib/writeback")" = 10001:10001 ]
}

# What an orchestrator makes of it: read-only root, no capability, this machine's loopback (where the sandbox is).
configure_runtime() { # arguments of the agent...
    jq --arg words "$*" '.root.readonly = true | .process.terminal = false | .process.capabilities = {} | .process.noNewPrivileges = true
        | .process.args = .process.args[0:3] + ($words | split(" "))
        | .linux.namespaces |= map(select(.type != "network"))
        | .linux.resources.memory = {limit: 268435456, swap: 268435456}
        | .mounts |= map(select(.destination as $d | ["/etc/writeback", "/var/lib/writeback", "/sys/fs/cgroup"] | index($d) | not))
        | .mounts += [
            {destination: "/tmp", type: "tmpfs", source: "tmpfs", options: ["noexec", "nosuid", "nodev", "mode=1777", "size=16m"]},
            {destination: "/etc/hosts", type: "bind", source: "/etc/hosts", options: ["bind", "ro"]},
            {destination: "/etc/writeback", type: "bind", source: "'"$work"'/config", options: ["bind", "ro", "noexec", "nosuid", "nodev"]},
            {destination: "/var/lib/writeback", type: "bind", source: "'"$work"'/state", options: ["bind", "rw", "noexec", "nosuid", "nodev"]}]' \
        "$work/config.json" >"$bundle/config.json"
}

says_its_version() {
    mkdir -p "$work/config" "$work/state" && chown 10001:10001 "$work/state" && cp "$bundle/config.json" "$work/config.json"
    configure_runtime --version
    "${runtime[@]}" run --bundle "$bundle" "$name" | grep '^writeback [0-9]'
}

sandbox_opens() {
    java -XX:TieredStopAtLevel=1 -cp "$sandbox/classes:$sandbox/lib/*" dev.writeback.sandbox.Main sandbox --dir "$work/sandbox" >"$work/sandbox.log" 2>&1 &
    sandbox_pid=$!
    within 120 grep -q 'Further agents enrol' "$work/sandbox.log" || { cat "$work/sandbox.log"; return 1; }
    # As an orchestrator gives secrets to one user: its own, and nobody else's.
    (cd "$work/sandbox" && cp cloud-keys.jwks relay-ca.pem directory-ca.pem agent-keys.pin agent.connection ldap.password "$work/config/") &&
        sed "s|stateDirectory: state|stateDirectory: /var/lib/writeback|; s|store: agent-keys.p12|store: /var/lib/writeback/agent-keys.p12|; s|port: 9464|port: $agent_port|" \
            "$work/sandbox/agent.yaml" >"$work/config/agent.yaml" &&
        cp "$work/sandbox/agent-keys.p12" "$work/state/" &&
        chown 10001:10001 "$work"/config/* "$work"/state/* && chmod 0400 "$work"/config/* && chmod 0600 "$work"/state/*
}

get() {
    curl -fsS --max-time 5 "http://127.0.0.1:$agent_port$1"
}

starts_and_lives() {
    configure_runtime run
    "${runtime[@]}" run --detach --pid-file "$work/pid" --bundle "$bundle" "$name" >"$work/agent.log" 2>&1 </dev/null || { cat "$work/agent.log"; return 1; }
    within 60 get /livez || { cat "$work/agent.log"; return 1; }
}

gets_ready() {
    within 60 get /readyz || { cat "$work/agent.log"; return 1; }
}

serves_a_request() {
    local user
    user=$(sed -n 's/^ *u01 *\(objectGUID:[^ ]*\).*/\1/p' "$work/sandbox.log")
    printf 'N3w-Passw0rd-7!' >"$work/new.password"
    java -XX:TieredStopAtLevel=1 -cp "$sandbox/classes:$sandbox/lib/*" dev.writeback.sandbox.Main \
        cloud send --config "$work/sandbox/cloud.yaml" reset --user "$user" --new-password-file "$work/new.password"
}

status() { # options...
    "${runtime[@]}" exec "$name" /opt/writeback/runtime/bin/java @/opt/writeback/java.arguments dev.writeback.agent.Main status "$@"
}

# The one of the image (--alive) passes on stand-by too, when the agent is not ready.
health_check_passes() {
    status && status --alive || return 1
    status --standby on
    ! status && status --alive && status --standby off
}

has_no_rights() {
    local status
    status=$(cat "/proc/$(cat "$work/pid")/status")
    grep -Pq '^Uid:\t10001\t10001\t10001\t10001$' <<<"$status" && grep -Pq '^CapEff:\t0+$' <<<"$status" &&
        grep -Pq '^CapBnd:\t0+$' <<<"$status" && grep -Pq '^NoNewPrivs:\t1$' <<<"$status" || { echo "$status"; return 1; }
}

root_is_read_only() {
    # The volumes and /tmp alone can be written, and none of them executed from.
    local writable
    writable=$(awk '$4 ~ /^rw/ && $2 !~ "^/(dev|proc|sys)(/|$)" {print $2}' "/proc/$(cat "$work/pid")/mounts" | sort | tr '\n' ' ')
    [ "$writable" = '/tmp /var/lib/writeback ' ] || { echo "$writable"; cat "/proc/$(cat "$work/pid")/mounts"; return 1; }
    [ "$(awk '($2 == "/tmp" || $2 == "/var/lib/writeback") && $4 ~ /noexec/' "/proc/$(cat "$work/pid")/mounts" | wc -l)" = 2 ]
}

nothing_is_left_in_tmp() {
    local left
    left=$(find "/proc/$(cat "$work/pid")/root/tmp" -mindepth 1)
    [ -z "$left" ] || { echo "$left"; return 1; }
}

stops_when_told() {
    "${runtime[@]}" kill "$name" TERM && within 35 stopped && grep -q 'message="agent stopped"\|stopped' "$work/agent.log" || { cat "$work/agent.log"; return 1; }
    ! get /livez
    "${runtime[@]}" delete "$name"
}

stopped() {
    [ "$("${runtime[@]}" state "$name" | jq -r .status)" = stopped ]
}

root_is_as_it_was() {
    diff "$work/before" <(print_root)
}

print_root() {
    (cd "$root" && find . -type f -print0 | sort -z | xargs -0 sha256sum; find "$root" -printf '%P %y %m %U:%G\n' | sort)
}

wrong_configuration_is_78() {
    echo 'nonsense: 1' >>"$work/config/agent.yaml"
    configure_runtime run
    "${runtime[@]}" run --bundle "$bundle" "$name"
    [ $? = 78 ]
}

echo "Container image $(basename "$layout")"
step 'layout: digests and sizes' digests_are_true
step 'layout: skopeo reads it, and makes a docker archive of it' other_tools_read_it
step 'layout: umoci unpacks it' unpacks || finish
step 'root: no shell, nothing set-uid, writable or of others' holds_nothing_to_abuse
step 'runc: --version, with a read-only root' says_its_version || finish
print_root >"$work/before"
step 'sandbox: relay, directory, cloud' sandbox_opens || finish
step 'runc: the agent lives (/livez)' starts_and_lives || finish
step 'runc: the agent is ready (/readyz)' gets_ready
step 'runc: a reset arrives' serves_a_request
step 'runc: the health check passes, on stand-by too' health_check_passes
step 'runc: user 10001, no capability, no new privileges' has_no_rights
step 'runc: nothing writable but the volumes and /tmp, all noexec' root_is_read_only
step 'runc: nothing is unpacked to /tmp' nothing_is_left_in_tmp
step 'runc: SIGTERM drains and ends it' stops_when_told
step 'root: as it was' root_is_as_it_was
step 'runc: wrong configuration ends with 78' wrong_configuration_is_78
finish
