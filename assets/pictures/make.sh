#!/usr/bin/env bash
# Makes the pictures of README.md from the real program with its sample patients, light and dark.
#
#   assets/pictures/make.sh [PROGRAM]      PROGRAM: target/release/countercheck unless named
#
# Needs xvfb, xdotool and imagemagick. Nothing is shown on the screen at hand, and nothing of the home
# folder at hand is read or written.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=$(realpath "${1:-target/release/countercheck}")
pictures=$PWD/assets/pictures
# GitHub shows a file of this size at once.
most=$((150 * 1024))
for tool in Xvfb xdotool import convert; do
    command -v "$tool" >/dev/null || { echo "missing: $tool" >&2; exit 1; }
done

work=$(mktemp --directory)
# The folder of saved pages stands in a picture: a home that reads well, where one can be made.
home=/home/pharmacy
mkdir "$home" 2>/dev/null || { home=$work/pharmacy; mkdir "$home"; }
server=
running=
end() {
    if [ -n "$running" ]; then kill "$running" 2>/dev/null || true; wait "$running" 2>/dev/null || true; fi
    running=
}
finish() {
    end
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
    rm -rf "$work" "$home"
}
trap finish EXIT

exec 3<>"$work/number"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 2>/dev/null &
server=$!
for _ in $(seq 600); do grep -q . "$work/number" && break; sleep 0.1; done
grep -q . "$work/number" || { echo "Xvfb does not start" >&2; exit 1; }
DISPLAY=:$(tr -d '[:space:]' <"$work/number")
export DISPLAY

# Waits until the program is at rest: the same picture four times, and no time taken of the processor.
rest() {
    local before= still=0 now
    for _ in $(seq 400); do
        now=$(import -window root rgb:- | sha256sum; cut -d' ' -f14,15 "/proc/$running/stat")
        if [ "$now" = "$before" ]; then still=$((still + 1)); else still=0; fi
        before=$now
        [ "$still" -ge 4 ] && return
        sleep 0.1
    done
    echo "the program does not come to rest" >&2
    exit 1
}

press() { xdotool key --clearmodifiers "$1"; rest; }
write() { xdotool type --delay 20 "$1"; rest; }

# One picture, of as few colors as it takes to be small.
take() {
    local to="$pictures/$1.png"
    import -window root "$work/picture.png"
    for colors in 256 128 64 32; do
        convert "$work/picture.png" -strip +dither -colors "$colors" -define png:compression-level=9 "$to"
        [ "$(stat --format=%s "$to")" -le "$most" ] && break
    done
    echo "$1.png: $(stat --format=%s "$to") bytes"
}

# A start with sample patients in one look, and each of its screens.
tour() {
    rm -rf "${home:?}/.config"
    mkdir -p "$home/.config/countercheck"
    echo "{\"theme\": \"$1\"}" >"$home/.config/countercheck/window.json"
    env -i HOME="$home" TMPDIR="$work" TZ=UTC PATH=/usr/bin:/bin DISPLAY="$DISPLAY" "$program" --demo 2>"$work/said" &
    running=$!
    local window=
    for _ in $(seq 300); do
        window=$(xdotool search --onlyvisible --name '^Countercheck$' 2>/dev/null | head -n 1) && [ -n "$window" ] && break
        sleep 0.1
    done
    [ -n "$window" ] || { cat "$work/said" >&2; exit 1; }
    xdotool windowfocus "$window" mousemove 1279 799
    rest
    if [ "$1" = dark ]; then
        # A program that knows no dark look shows the same twice.
        import -window root "$work/dark.png"
        if [ "$(convert "$work/dark.png" -format '%[fx:mean > 0.5]' info:)" = 1 ]; then
            echo "this program has no dark look: no dark pictures"
            end
            return
        fi
    fi
    take "start-$1"
    write "Elena"
    press Return
    press F3
    press Return
    take "safety-$1"
    press F4
    take "cost-$1"
    press F5
    take "summary-$1"
    end
}

tour light
tour dark
