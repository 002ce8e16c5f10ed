#!/usr/bin/env bash
# Which files does a Linux user install? Makes the .deb and the tarball of a release binary.
#
#   packaging/linux/build.sh [BINARY] [OUT]     target/release/countercheck, target/packages
#
# Needs dpkg-dev, python3 and cargo (for the list of licenses; nothing is built here). Equal input
# gives equal bytes: every date is that of the last commit, or SOURCE_DATE_EPOCH.
# COUNTERCHECK_MAINTAINER, "Name <address>", is who publishes the package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
umask 022

binary=${1:-target/release/countercheck}
out=${2:-target/packages}
if [ ! -x "$binary" ]; then
    echo "$binary is not there: build it with packaging/release.sh" >&2
    exit 1
fi
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
# Whoever publishes the package answers for it; this address reaches nobody.
maintainer=${COUNTERCHECK_MAINTAINER:-The Countercheck authors <nobody@countercheck.invalid>}
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

said=$("$binary" --version)
if [ "$said" != "countercheck $version" ]; then
    echo "$binary says \"$said\", but Cargo.toml $version: build it again" >&2
    exit 1
fi

work=$(mktemp --directory)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

# What both packages hold, below usr/.
tree=$work/tree
install -D -m 755 "$binary" "$tree/usr/bin/countercheck"
strip --strip-all --remove-section=.comment --remove-section=.note "$tree/usr/bin/countercheck"
while read -r source place mode; do
    case $source in '' | '#'*) continue ;; esac
    install -D -m "$mode" "$source" "$tree/usr/$place"
done <packaging/linux/files
doc=$tree/usr/share/doc/countercheck
python3 packaging/sbom.py --output "$doc/sbom.cdx.json"
python3 packaging/licenses.py --output "$work/third-party-licenses.txt"
install -m 644 "$work/third-party-licenses.txt" "$doc/"
install -m 644 CHANGELOG.md "$doc/CHANGELOG.md"

# The tarball: the same tree with a script that puts it below a prefix, of oneself or of all.
name=countercheck-$version-linux-$(uname -m)
mkdir "$work/$name"
cp -R "$tree/usr/." "$work/$name/"
install -m 755 packaging/linux/install.sh "$work/$name/install.sh"
install -m 644 LICENSE-APACHE "$work/$name/share/doc/countercheck/"
tar --create --directory "$work" --sort=name --owner=0 --group=0 --numeric-owner --format=gnu \
    --mtime="@$SOURCE_DATE_EPOCH" "$name" | gzip -9n >"$out/$name.tar.gz"

# The .deb: as Debian's policy wants texts, and with what dpkg has to know.
cat >"$doc/changelog" <<LOG
countercheck ($version) stable; urgency=medium

  * CHANGELOG.md.gz beside this file tells what changed.

 -- $maintainer  $(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")
LOG
gzip -9n "$tree/usr/share/man/man1/countercheck.1" "$doc/changelog" "$doc/CHANGELOG.md" "$doc/third-party-licenses.txt"
# LICENSE-APACHE is part of every Debian, LICENSE only points there.
rm "$doc/LICENSE"
install -m 644 packaging/linux/copyright "$doc/copyright"
mkdir "$tree/DEBIAN" "$work/debian"
# What the binary names is found by dpkg; what the window opens at run time can only be listed.
printf 'Source: countercheck\n\nPackage: countercheck\nArchitecture: any\n' >"$work/debian/control"
linked=$(cd "$work" && dpkg-shlibdeps -O "$tree/usr/bin/countercheck" | sed 's/^shlibs:Depends=//')
opened="libegl1, libgl1, libwayland-client0, libwayland-egl1, libx11-6, libx11-xcb1, libxcursor1, libxi6"
opened+=", libxkbcommon0, libxkbcommon-x11-0, libxrender1"
size=$(du --summarize --apparent-size --block-size=1024 "$tree/usr" | cut -f1)
cat >"$tree/DEBIAN/control" <<CONTROL
Package: countercheck
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $size
Depends: $linked, $opened
Recommends: cups-client, libgl1-mesa-dri, xdg-desktop-portal, xdg-utils
Suggests: pdf-viewer
Section: science
Priority: optional
Description: pharmacist's checklist for eczema treatments
 Asks the safety questions, shows for each treatment what stands in its way and
 on which source, shows what a year of each option would cost this patient, and
 prints pages for the patient and the dermatologist.
 .
 It works offline and by keyboard alone, and keeps all of it in an encrypted
 file on this computer. It is an aid for pharmacists, not a substitute for the
 label.
CONTROL
(cd "$tree" && find usr -type f -print0 | sort --zero-terminated | xargs -0 md5sum >DEBIAN/md5sums)
find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
deb=$out/countercheck_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$tree" "$deb" >/dev/null

(cd "$out" && sha256sum "$(basename "$deb")" "$name.tar.gz" | tee "$name.sha256")
