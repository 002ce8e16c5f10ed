#!/usr/bin/env bash
# What does a Mac take for an app? Makes Countercheck.app of one release binary, or of one for each kind of Mac.
#
#   packaging/macos/bundle.sh BINARY [BINARY]     → target/packages/Countercheck.app
#
# Needs Xcode's command line tools and python3. It is signed with CODESIGN_IDENTITY; without one only
# for this Mac ("ad hoc"), which Gatekeeper of other Macs does not accept at once. On another system than
# macOS everything but joining and signing is done, which is how the script is tested.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [ $# -lt 1 ]; then
    echo "usage: $0 BINARY [BINARY]" >&2
    exit 2
fi
app=${OUT:-target/packages}/Countercheck.app
rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources/licenses"
contents=$app/Contents

if [ $# -gt 1 ]; then
    lipo -create -output "$contents/MacOS/countercheck" "$@"
else
    cp "$1" "$contents/MacOS/countercheck"
fi
chmod 755 "$contents/MacOS/countercheck"
cp packaging/macos/Info.plist "$contents/Info.plist"
printf 'APPL????' >"$contents/PkgInfo"
cp assets/icons/countercheck.icns "$contents/Resources/"
cp LICENSE LICENSE-APACHE LICENSE-MIT "$contents/Resources/licenses/"
# Of both kinds of Mac, though one binary alone may hold a crate less.
targets=(--target aarch64-apple-darwin --target x86_64-apple-darwin)
python3 packaging/licenses.py "${targets[@]}" --output "$contents/Resources/licenses/third-party-licenses.txt"
python3 packaging/sbom.py "${targets[@]}" --output "$contents/Resources/sbom.cdx.json"

if [ "$(uname -s)" != Darwin ]; then
    echo "$app is made, but not signed: this is no Mac" >&2
    exit 0
fi
plutil -lint "$contents/Info.plist" packaging/macos/entitlements.plist
identity=${CODESIGN_IDENTITY:--}
options=(--force --options runtime --entitlements packaging/macos/entitlements.plist)
# Only a real certificate can be stamped with the time of Apple's server.
if [ "$identity" != - ]; then
    options+=(--timestamp)
fi
codesign "${options[@]}" --sign "$identity" "$app"
codesign --verify --strict --verbose=2 "$app"
echo "$app"
