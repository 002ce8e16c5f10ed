#!/usr/bin/env bash
# Does the .deb work on a computer that has nothing else? Installed, started, and removed in a new Debian.
#
#   packaging/linux/test.sh DEB [TARBALL] [SUITE]     bookworm without SUITE
#
# Needs root, debootstrap, xvfb, xdotool, imagemagick, x11-apps and x11-utils; weston to try Wayland, too.
# The new Debian gets the package and what it depends on, nothing more: the display and all tools that look
# at it stay outside, and the program has no network. Everything is mounted in a namespace of its own and
# goes with it.
# shellcheck disable=SC2317,SC2329  # check() calls functions by name
set -euo pipefail
if [ $# -lt 1 ] || [ "$(id -u)" -ne 0 ]; then
    echo "usage, as root: $0 DEB [TARBALL] [SUITE]" >&2
    exit 2
fi
if [ -z "${COUNTERCHECK_IN_NAMESPACE:-}" ]; then
    COUNTERCHECK_IN_NAMESPACE=yes exec unshare --mount --pid --fork --kill-child "$0" "$@"
fi
deb=$(realpath "$1")
tarball=${2:+$(realpath "$2")}
suite=${3:-bookworm}
version=$(dpkg-deb --field "$deb" Version)
work=$(mktemp --directory)
root=$work/root

check() { # words, then a command that has to succeed
    local words=$1
    shift
    if ! "$@" >"$work/said" 2>&1; then
        echo "FAIL $words"
        cat "$work/said"
        exit 1
    fi
    echo "ok   $words"
}
inside() { chroot "$root" env --ignore-environment PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive HOME=/root "$@"; }
# As somebody who is no administrator.
user() { chroot --userspec=1000:1000 "$root" env --ignore-environment PATH=/usr/bin:/bin HOME=/home/counter LANG=C.UTF-8 "$@"; }
says() { # what is expected, then the command
    local expected=$1
    shift
    [ "$("$@")" = "$expected" ]
}
gone() { local path; for path in "$@"; do [ ! -e "$path" ] || { echo "$path is there"; return 1; }; done; }

end() {
    jobs -p | xargs --no-run-if-empty kill 2>/dev/null || true
    umount --recursive "$root/proc" "$root/dev" "$root/tmp/.X11-unix" "$root/tmp/wayland" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap end EXIT

if [ -n "${COUNTERCHECK_BASE:-}" ]; then
    cp -a "$COUNTERCHECK_BASE" "$root"
else
    check "a new Debian ($suite)" debootstrap --variant=minbase "$suite" "$root"
fi
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
# Packages come by the way that this computer has.
cp /etc/resolv.conf "$root/etc/" 2>/dev/null || true
apt-config dump | grep '^Acquire::http' >"$root/etc/apt/apt.conf.d/99way" || true
mkdir -p "$root/home/counter"
echo "counter:x:1000:1000::/home/counter:/bin/sh" >>"$root/etc/passwd"
echo "counter:x:1000:" >>"$root/etc/group"
chown -R 1000:1000 "$root/home/counter"

cp "$deb" "$root/countercheck.deb"
check "the lists of packages" inside apt-get update
check "apt installs it with what it depends on" inside apt-get install --yes --no-install-recommends /countercheck.deb
inside dpkg -L countercheck | while read -r path; do [ ! -f "$root$path" ] || echo "$path"; done >"$work/files"
check "it brings files" test -s "$work/files"
check "all libraries that it names are there" bash -c "! chroot '$root' ldd /usr/bin/countercheck | grep 'not found'"
check "it tells version $version" says "countercheck $version" user countercheck --version
check "its content is whole" user countercheck content check
echo '{"as_of":"2026-11-24","patient":{"birth_date":"1984-05-02"},"answers":{"smoking":"unsure"}}' >"$root/tmp/visit.json"
check "it assesses" user countercheck assess /tmp/visit.json
check "it writes a PDF" user countercheck summary /tmp/visit.json -o /home/counter/pages.pdf
check "that is one" bash -c "head -c 5 '$root/home/counter/pages.pdf' | grep -q '%PDF-'"

# The display is outside; the program reaches it by its socket alone, since it has no network.
mkdir -p "$work/display" "$root/tmp/.X11-unix"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -ac 3>"$work/display/number" 2>"$work/display/said" &
for _ in $(seq 100); do
    [ ! -s "$work/display/number" ] || break
    sleep 0.1
done
DISPLAY=:$(cat "$work/display/number")
export DISPLAY
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
# Its home is new, so the first page is seen; --demo leads further, to the sample patients.
unshare --net chroot --userspec=1000:1000 "$root" env --ignore-environment PATH=/usr/bin:/bin HOME=/home/counter \
    "DISPLAY=$DISPLAY" LANG=C.UTF-8 countercheck --demo >"$work/window" 2>&1 &
program=$!
seen() { [ "$(xdotool search --onlyvisible --name '^Countercheck$' | wc -l)" -ge 1 ]; }
for _ in $(seq 600); do
    if seen 2>/dev/null; then break; fi
    kill -0 "$program" 2>/dev/null || break
    sleep 0.1
done
check "a window opens" seen
class() { xdotool search --onlyvisible --name '^Countercheck$' | head -n 1 | xargs -I{} xprop -id {} WM_CLASS; }
check "its class is that of the menu entry" bash -c "grep -q ', \"countercheck\"$' <<<'$(class)'"
# The first frames may be empty: what counts is that something is drawn in the end.
picture=${COUNTERCHECK_PICTURE:-$work/window.png}
colors=0
for _ in $(seq 100); do
    xwd -root -silent | convert xwd:- "$picture"
    colors=$(identify -format '%k' "$picture")
    [ "$colors" -lt 64 ] || break
    sleep 0.3
done
check "it is not blank ($colors colors)" test "$colors" -ge 64
check "it still runs" kill -0 "$program"
kill "$program"
wait "$program" 2>/dev/null || true

if command -v weston >/dev/null; then
    # Another kind of display, drawn onto the first one: the color of the program's ground is nowhere on it else.
    mkdir -p "$work/wayland" "$root/tmp/wayland"
    XDG_RUNTIME_DIR=$work/wayland weston --backend=x11-backend.so --use-pixman --width=1280 --height=800 \
        --socket=countercheck >"$work/display/weston" 2>&1 &
    compositor=$!
    for _ in $(seq 100); do
        [ ! -S "$work/wayland/countercheck" ] || break
        sleep 0.1
    done
    chmod a+rwx "$work/wayland" "$work/wayland/countercheck"
    mount --bind "$work/wayland" "$root/tmp/wayland"
    unshare --net chroot --userspec=1000:1000 "$root" env --ignore-environment PATH=/usr/bin:/bin HOME=/home/counter \
        XDG_RUNTIME_DIR=/tmp/wayland WAYLAND_DISPLAY=countercheck LANG=C.UTF-8 countercheck --demo >"$work/window" 2>&1 &
    program=$!
    ground() { xwd -root -silent | convert xwd:- -format '%c' histogram:info:- | grep -qi '#F5F7F9'; }
    for _ in $(seq 60); do
        if ground; then break; fi
        sleep 0.5
    done
    check "it is drawn on Wayland, too" ground
    check "it still runs there" kill -0 "$program"
    kill "$program" "$compositor"
    wait "$program" "$compositor" 2>/dev/null || true
    umount "$root/tmp/wayland"
else
    echo "skipped: weston is not installed, so Wayland is not tried"
fi

# Whoever removes the program keeps the patients.
vault=$root/home/counter/.local/share/countercheck/patients.vault
user mkdir -p /home/counter/.local/share/countercheck
echo "not to be touched" >"$vault"
check "apt removes it" inside apt-get purge --yes countercheck
mapfile -t files < <(sed "s|^|$root|" "$work/files")
check "all ${#files[@]} files of it are gone" gone "${files[@]}"
check "the vault is still there" grep -qx "not to be touched" "$vault"

if [ -n "$tarball" ]; then
    # apt kept what the package depended on, so the window could start; here only the files are looked at.
    tar -xzf "$tarball" -C "$root/home/counter"
    name=$(basename "$tarball" .tar.gz)
    chown -R 1000:1000 "$root/home/counter"
    check "the tarball installs for one user" user "/home/counter/$name/install.sh"
    check "it tells version $version" says "countercheck $version" user /home/counter/.local/bin/countercheck --version
    check "its menu entry leads there" grep -qxF 'Exec="/home/counter/.local/bin/countercheck"' \
        "$root/home/counter/.local/share/applications/countercheck.desktop"
    check "the tarball is removed" user "/home/counter/$name/install.sh" --uninstall
    check "nothing of it is left" says "$vault" find "$root/home/counter/.local" -type f
fi
echo "all is well"
