#!/usr/bin/env bash
# Would the stores and systems take what describes the program to them? Asks their own validators.
#
# tests/packaging.rs checks what needs no tools: that all names and versions agree. What is not installed
# is skipped and said so, but with CI=true it has to be there. Debian: appstream desktop-file-utils
# libxml2-utils man-db shellcheck; the scripts' own schema check comes with pip.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

has() {
    if command -v "$1" >/dev/null; then return 0; fi
    if [ "${CI:-}" = true ]; then
        echo "$1 is missing" >&2
        exit 1
    fi
    echo "skipped: $1 is not installed"
    return 1
}

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
if git tag --points-at HEAD 2>/dev/null | grep -qx "v$version"; then
    # tests/packaging.rs holds the day to that of AppStream.
    if ! grep -qE "^## \[$version\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md; then
        echo "CHANGELOG.md: a release needs its day in the heading of $version" >&2
        exit 1
    fi
    echo "ok   the day of the release"
fi
if has desktop-file-validate; then
    desktop-file-validate packaging/linux/countercheck.desktop
    echo "ok   menu entry"
fi
if has appstreamcli; then
    appstreamcli validate --no-net --pedantic packaging/linux/*.metainfo.xml
    echo "ok   AppStream metadata"
fi
if has xmllint; then
    xmllint --nonet --noout packaging/windows/countercheck.manifest packaging/macos/*.plist assets/icons/*.svg \
        packaging/linux/*.metainfo.xml
    echo "ok   XML"
fi
if has man; then
    # groff complains on standard error and ends well all the same.
    complaints=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings --encoding=UTF-8 --local-file --ditroff \
        packaging/linux/countercheck.1 2>&1 >/dev/null)
    if [ -n "$complaints" ]; then
        echo "$complaints" >&2
        exit 1
    fi
    echo "ok   manual page"
fi
if has shellcheck; then
    shellcheck packaging/*.sh packaging/*/*.sh
    echo "ok   scripts"
fi
if has python3; then
    python3 - <<'PYTHON'
import pathlib
import plistlib

for file in sorted(pathlib.Path("packaging/macos").glob("*.plist")):
    plistlib.loads(file.read_bytes())
PYTHON
    echo "ok   property lists"
    work=$(mktemp --directory)
    trap 'rm -rf "$work"' EXIT
    # Of other systems the crates have to be here as well.
    cargo fetch --locked --quiet
    for system in x86_64-unknown-linux-gnu x86_64-pc-windows-msvc "aarch64-apple-darwin x86_64-apple-darwin"; do
        targets=()
        for target in $system; do targets+=(--target "$target"); done
        python3 packaging/licenses.py "${targets[@]}" --output "$work/${targets[1]}.txt"
        python3 packaging/sbom.py "${targets[@]}" --output "$work/${targets[1]}.json"
        python3 packaging/sbom.py "${targets[@]}" | cmp - "$work/${targets[1]}.json"
    done
    echo "ok   licenses with their texts, and equal bills of materials for equal input"
    if python3 -m venv "$work/venv" >/dev/null 2>&1 &&
        "$work/venv/bin/pip" install --quiet --retries 1 --timeout 15 'cyclonedx-python-lib[json-validation]>=11,<12' >/dev/null 2>&1; then
        "$work/venv/bin/python" - "$work"/*.json <<'PYTHON'
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

validator = JsonStrictValidator(SchemaVersion.V1_6)
# One that is wrong has to be refused, or the check says nothing.
assert validator.validate_str('{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{}]}') is not None
for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as text:
        if error := validator.validate_str(text.read()):
            sys.exit(f"{file}: {error}")
PYTHON
        echo "ok   bills of materials, by the schema of CycloneDX 1.6"
    elif [ "${CI:-}" = true ]; then
        echo "cyclonedx-python-lib can't be installed" >&2
        exit 1
    else
        echo "skipped: cyclonedx-python-lib can't be installed, so the schema of CycloneDX is not asked"
    fi
fi
