#!/usr/bin/env bash
# Which one file does a Mac user open? Makes the disk image of Countercheck.app.
#
#   packaging/macos/dmg.sh     target/packages/Countercheck.app → target/packages/countercheck-VERSION-macos.dmg
#
# With NOTARY_PROFILE (a profile of `xcrun notarytool store-credentials`) it is sent to Apple to be
# notarized, and the answer is stapled to it. Runs on macOS only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
out=${OUT:-target/packages}
app=$out/Countercheck.app
if [ ! -d "$app" ]; then
    echo "$app is not there: make it with packaging/macos/bundle.sh" >&2
    exit 1
fi
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
image=$out/countercheck-$version-macos.dmg

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Dragging the one onto the other installs it; ~/Applications needs no administrator.
cp -R "$app" "$work/"
ln -s /Applications "$work/Applications"
hdiutil create -volname "Countercheck $version" -srcfolder "$work" -fs HFS+ -format UDZO -ov "$image"

if [ -n "${CODESIGN_IDENTITY:-}" ]; then
    codesign --sign "$CODESIGN_IDENTITY" --timestamp "$image"
fi
if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
fi
hdiutil verify "$image"
shasum -a 256 "$image"
