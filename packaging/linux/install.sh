#!/bin/sh
# Where does the unpacked program go? Below ~/.local, or below --prefix; --uninstall takes it away.
#
#   ./install.sh [--prefix FOLDER] [--uninstall]
#
# No administrator is needed for ~/.local. Vaults are never touched, neither way.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=${HOME:?}/.local
remove=
while [ $# -gt 0 ]; do
    case $1 in
        --prefix) prefix=${2:?"--prefix needs a folder"}; shift ;;
        --uninstall) remove=yes ;;
        *) echo "usage: $0 [--prefix FOLDER] [--uninstall]" >&2; exit 2 ;;
    esac
    shift
done

# Exactly the files that this package has, one a line: nothing else is written or removed.
list=$(cd "$here" && find bin share -type f | sort)
entry=$prefix/share/applications/countercheck.desktop
if [ -n "$remove" ]; then
    echo "$list" | while read -r file; do
        rm -f "$prefix/$file"
    done
    rmdir "$prefix/share/doc/countercheck" 2>/dev/null || true
else
    echo "$list" | while read -r file; do
        mkdir -p "$(dirname "$prefix/$file")"
        # Under another name first: a running program is not written into.
        cp "$here/$file" "$prefix/$file.new"
        mv -f "$prefix/$file.new" "$prefix/$file"
    done
    chmod 755 "$prefix/bin/countercheck"
    # A menu starts it also where the prefix is not on the PATH; a space is quoted as entries want it.
    sed "s|^Exec=countercheck|Exec=\"$prefix/bin/countercheck\"|" "$here/share/applications/countercheck.desktop" >"$entry"
fi
# Menus and icons are found by themselves after a while; these only make it at once.
if command -v update-desktop-database >/dev/null; then
    update-desktop-database -q "$prefix/share/applications" || true
fi
if command -v gtk-update-icon-cache >/dev/null; then
    gtk-update-icon-cache -q -t "$prefix/share/icons/hicolor" 2>/dev/null || true
fi

if [ -n "$remove" ]; then
    echo "Countercheck is removed from $prefix. Vaults were left alone: they are in ~/.local/share/countercheck"
else
    echo "Countercheck is installed: $prefix/bin/countercheck"
fi
