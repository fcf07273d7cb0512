#!/usr/bin/env bash
# Makes the container image: lays the context out from what was packaged and from Debian's packages of the C library, and
# builds it with buildah, without a daemon, into an OCI layout. Needs Debian 12 or later, and buildah.
#   packaging/make-image.sh [LAYOUT RUNTIME VERSION OUTPUT]
# Without arguments: from what "./mvnw package -Ppackages" has left in packaging/target, to packaging/target/image (context) and
# packaging/target/writeback-VERSION-oci. The same files and the same packages give the same digest. With CONTEXT_ONLY=1
# nothing is built: "docker build packaging/target/image" or "podman build packaging/target/image" then.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -eq 0 ]; then
    layouts=("$here"/target/writeback-*/lib)
    layout=$(dirname "${layouts[0]}")
    runtime=$here/target/linux/runtime
    version=$(basename "$layout"); version=${version#writeback-}
    output=$here/target/writeback-$version-oci
elif [ $# -eq 4 ]; then
    layout=$1 runtime=$2 version=$3 output=$4
else
    sed -n '2,8s/^# //p' "$0" >&2
    exit 2
fi
needs() { echo "make-image: $1" >&2; exit 1; }
[ -d "$layout/lib" ] || needs "found no lib in $layout; ./mvnw package -Ppackages makes it"
[ -x "$runtime/bin/java" ] || needs "found no runtime in $runtime; ./mvnw package -Ppackages makes it"
for tool in apt-get dpkg-deb unzip; do
    command -v $tool >/dev/null || needs "$tool is missing: the image is made on Debian"
done
[ "$(dpkg --print-architecture)" = amd64 ] || needs 'found another architecture than amd64'

context=$(dirname "$output")/image
packages=(libc6 libgcc-s1 libstdc++6 zlib1g base-files)
libraries=x86_64-linux-gnu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

lay_base() {
    local name base=$context/base
    mkdir -p "$work/debs" "$base"/{etc/writeback,lib64,lib/$libraries,usr/lib/$libraries,var/lib/dpkg/status.d,proc,sys,dev}
    # The packager's own user may not be able to read what root downloads to.
    (cd "$work/debs" && apt-get -qq -o APT::Sandbox::User=root download "${packages[@]}")
    for name in "${packages[@]}"; do
        local deb=("$work/debs/${name}"_*.deb)
        dpkg-deb -x "${deb[0]}" "$work/$name"
        # By these files scanners know what is in an image that has no dpkg.
        dpkg-deb -f "${deb[0]}" >"$base/var/lib/dpkg/status.d/$name"
        mkdir -p "$base/usr/share/doc/$name"
        cp -a "$work/$name/usr/share/doc/$name/copyright" "$base/usr/share/doc/$name/" 2>/dev/null ||
            cp -aL "$work"/*/"usr/share/doc/$name/copyright" "$base/usr/share/doc/$name/" 2>/dev/null || rmdir "$base/usr/share/doc/$name"
    done
    cp -a "$work/base-files/usr/lib/os-release" "$base/etc/os-release"
    for name in libc6 libgcc-s1 libstdc++6 zlib1g; do
        for place in lib usr/lib; do
            [ -d "$work/$name/$place/$libraries" ] || continue
            find "$work/$name/$place/$libraries" -maxdepth 1 -name '*.so*' -exec cp -a -t "$base/$place/$libraries" {} +
        done
    done
    cp -a "$work/libc6/lib64/." "$base/lib64/"
    echo 'root:x:0:0:root:/:/usr/sbin/nologin
writeback:x:10001:10001:Writeback agent:/var/lib/writeback:/usr/sbin/nologin' >"$base/etc/passwd"
    echo 'root:x:0:
writeback:x:10001:' >"$base/etc/group"
    echo 'hosts: files dns' >"$base/etc/nsswitch.conf"
    mkdir -m 1777 "$base/tmp"
}

lay_app() {
    local app=$context/app jars
    mkdir -p "$app/native"
    cp -r "$layout/lib" "$app/lib"
    find "$layout" -mindepth 1 -maxdepth 1 ! -name lib ! -name bin ! -name etc -exec cp -r -t "$app" {} +
    cp "$here/src/main/container/java.arguments" "$app/"
    jars=("$layout"/lib/jna-[0-9]*.jar "$layout"/lib/sqlite-jdbc-*.jar)
    unzip -qjo "${jars[0]}" com/sun/jna/linux-x86-64/libjnidispatch.so -d "$app/native"
    unzip -qjo "${jars[1]}" org/sqlite/native/Linux/x86_64/libsqlitejdbc.so -d "$app/native"
    for jar in "$layout"/lib/netty-transport-native-epoll-*linux-x86_64.jar; do
        [ ! -e "$jar" ] || unzip -qjo "$jar" META-INF/native/libnetty_transport_native_epoll_x86_64.so -d "$app/native"
    done
    chmod -R u=rwX,go=rX "$app"
}

rm -rf "$context"
mkdir -p "$context/state"
lay_base
lay_app
cp -r "$runtime" "$context/runtime"
cp "$here/src/main/container/Containerfile" "$context/Containerfile"
[ -z "${CONTEXT_ONLY-}" ] || { echo "make-image: $context"; exit 0; }

command -v buildah >/dev/null || needs "buildah is missing; on Debian: apt-get install buildah. Or CONTEXT_ONLY=1, and another builder"
# The date of the build that the jars carry (project.build.outputTimestamp), not that of today.
epoch=$(date -d "$(sed -n 's:.*<project.build.outputTimestamp>\(.*\)</.*:\1:p' "$here/../pom.xml")" +%s)
engine=(buildah --root "$work/storage" --runroot "$work/run" --storage-driver vfs)
"${engine[@]}" build --quiet --isolation chroot --format oci --layers --timestamp "$epoch" \
    --build-arg "VERSION=$version" --tag "localhost/writeback:$version" "$context" >/dev/null
rm -rf "$output"
"${engine[@]}" push --quiet "localhost/writeback:$version" "oci:$output:$version" >/dev/null
"${engine[@]}" rmi --all --force >/dev/null
echo "make-image: $output, $(du -sh "$output" | cut -f1)"
