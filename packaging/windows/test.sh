#!/usr/bin/env bash
# Does the Windows installer keep its promises? Installs, replaces and removes silently under Wine.
#
#   packaging/windows/test.sh INSTALLER     made by build.py, of the program or of the stand-in
#   packaging/windows/test.sh --stand-in FOLDER
#                                           makes countercheck.exe there (needs MinGW: Debian's
#                                           gcc-mingw-w64-x86-64), with our icon and manifest
#
# Needs wine of 64 and of 32 bits, as the installer is a program of 32. Nothing outside of a new folder is touched.
# shellcheck disable=SC2317,SC2329  # check() calls functions by name
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

if [ "${1:-}" = --stand-in ]; then
    out=${2:?"a folder"}
    mkdir -p "$out"
    work=$(mktemp --directory)
    trap 'rm -rf "$work"' EXIT
    printf '1 ICON "assets/icons/countercheck.ico"\n1 24 "packaging/windows/countercheck.manifest"\n' >"$work/stand_in.rc"
    x86_64-w64-mingw32-windres "-I$root" "$work/stand_in.rc" "$work/stand_in.o"
    x86_64-w64-mingw32-gcc -D_WIN32_WINNT=0x0A00 -O1 -s "$root/packaging/windows/test/stand_in.c" \
        "$work/stand_in.o" -o "$out/countercheck.exe"
    exit 0
fi

installer=$(realpath "${1:?"the installer"}")
work=$(mktemp --directory)
export WINEPREFIX=$work/prefix WINEDEBUG=-all DISPLAY='' WINEDLLOVERRIDES="mscoree,mshtml="
trap 'wineserver --kill || true; rm -rf "$work"' EXIT

failed=0
check() { # words, then a command that has to succeed
    local words=$1
    shift
    if "$@" >/dev/null 2>&1; then
        echo "ok   $words"
    else
        echo "FAIL $words"
        failed=1
    fi
}
missing() { ! [ -e "$1" ]; }
registry() { wine reg query "$@"; }
unregistered() { ! wine reg query "$@"; }
answers() { [ "$("$@" >/dev/null 2>&1; echo $?)" = "$code" ]; }

wineboot --init >/dev/null 2>&1
wineserver --wait
user=$(echo "$WINEPREFIX"/drive_c/users/*/AppData | grep -v Public | head -n 1)
programs=$user/Local/Programs/Countercheck
menu="$user/Roaming/Microsoft/Windows/Start Menu/Programs"
uninstall='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Countercheck'
vault=$user/Local/Countercheck/data/patients.vault
mkdir -p "$(dirname "$vault")"
echo "not to be touched" >"$vault"

wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null 2>&1
wine "$installer" /S
for file in countercheck.exe countercheck-window.exe LICENSE.txt third-party-licenses.txt sbom.cdx.json uninstall.exe; do
    check "installs $file for the user" test -s "$programs/$file"
done
check "puts the program in the start menu" test -s "$menu/Countercheck.lnk"
check "puts the samples in the start menu" test -s "$menu/Countercheck with sample patients.lnk"
check "stands in the list of apps" registry "$uninstall" /v DisplayName
check "tells its version" registry "$uninstall" /v DisplayVersion
check "can be removed silently" registry "$uninstall" /v QuietUninstallString
check "asks for nothing of all users" unregistered 'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\Countercheck'
size=$(stat --format=%s "$programs/countercheck.exe")
check "both programs are of one size" test "$(stat --format=%s "$programs/countercheck-window.exe")" = "$size"
check "they differ in the console alone" test "$(cmp -l "$programs/countercheck.exe" "$programs/countercheck-window.exe" | wc -l)" = 1
said=$(wine "$programs/countercheck.exe" 2>/dev/null | tr -d '\r' || true)
case $said in
    dpiAwareness*)
        for line in "dpiAwareness: PerMonitorV2, PerMonitor" "longPathAware: true" "activeCodePage: UTF-8" \
            "code page: 65001" "per monitor: yes"; do
            check "the manifest gives $line" grep -qx "$line" <<<"$said"
        done
        # A program that runs is not replaced, and not half removed.
        wine "$programs/countercheck-window.exe" 30 >/dev/null 2>&1 &
        sleep 3
        code=2
        check "does not install over a running program" answers wine "$installer" /S
        wineserver --kill || true
        wait || true
        ;;
    *) echo "skipped: the manifest, since this is not the stand-in" ;;
esac

code=0
check "installs over itself" answers wine "$installer" /S
echo "of somebody else" >"$programs/notes.txt"
# The uninstaller goes on as a copy of itself; told where, it can be waited for.
code=0
check "is removed" answers wine "$programs/uninstall.exe" /S "_?=$(wine winepath -w "$programs" 2>/dev/null | tr -d '\r')"
for file in countercheck.exe countercheck-window.exe LICENSE.txt third-party-licenses.txt sbom.cdx.json; do
    check "removes $file" missing "$programs/$file"
done
check "leaves what is not its own" test -s "$programs/notes.txt"
check "leaves the start menu" missing "$menu/Countercheck.lnk"
check "leaves the list of apps" unregistered "$uninstall"
check "leaves the vault alone" grep -qx "not to be touched" "$vault"
exit $failed
