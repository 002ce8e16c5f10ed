#!/usr/bin/env bash
# How is the program built that we hand out? On Linux and macOS; packaging/README.md says why so.
#
#   packaging/release.sh [--target TRIPLE] [more arguments of cargo build]
#
# Paths of this machine and the time of building are kept out of the binary.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
home=${CARGO_HOME:-$HOME/.cargo}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
CFLAGS="${CFLAGS:-} -ffile-prefix-map=$PWD=. -ffile-prefix-map=$home=cargo"
RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$PWD=. --remap-path-prefix=$home=cargo"
# The oldest macOS that Info.plist names; elsewhere nobody reads it.
MACOSX_DEPLOYMENT_TARGET=11.0
export SOURCE_DATE_EPOCH CFLAGS RUSTFLAGS MACOSX_DEPLOYMENT_TARGET
exec cargo build --release --locked "$@"
