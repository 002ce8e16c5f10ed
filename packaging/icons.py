#!/usr/bin/env python3
"""Which pictures show the program: made from the two drawings in assets/icons.

Needs rsvg-convert (Debian: librsvg2-bin) and icotool (icoutils). What it writes is kept in the
repository, so that nobody who only builds needs either; run it again after changing a drawing.
"""

import pathlib
import struct
import subprocess

ICONS = pathlib.Path(__file__).resolve().parent.parent / "assets" / "icons"
# Up to this size the drawing with less in it is used.
SMALL = 32
SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
# Windows: bitmaps, which every resource compiler reads, and one PNG for the largest.
ICO = [16, 24, 32, 48, 64]
ICO_PNG = 256
# macOS: the type of each entry and its pixels; the second of a size is that for a dense screen.
ICNS = [
    (b"icp4", 16), (b"ic11", 32), (b"icp5", 32), (b"ic12", 64), (b"ic07", 128),
    (b"ic13", 256), (b"ic08", 256), (b"ic14", 512), (b"ic09", 512), (b"ic10", 1024),
]


def png(size: int) -> pathlib.Path:
    return ICONS / f"countercheck-{size}.png"


def draw(size: int) -> None:
    drawing = "countercheck-small.svg" if size <= SMALL else "countercheck.svg"
    subprocess.run(
        ["rsvg-convert", "--width", str(size), "--height", str(size), ICONS / drawing, "--output", png(size)],
        check=True,
    )


def pack_ico() -> None:
    subprocess.run(
        ["icotool", "--create", "--output", ICONS / "countercheck.ico", *map(png, ICO), f"--raw={png(ICO_PNG)}"],
        check=True,
    )


def pack_icns() -> None:
    entries = b""
    for kind, size in ICNS:
        data = png(size).read_bytes()
        entries += kind + struct.pack(">I", 8 + len(data)) + data
    (ICONS / "countercheck.icns").write_bytes(b"icns" + struct.pack(">I", 8 + len(entries)) + entries)


if __name__ == "__main__":
    for size in SIZES:
        draw(size)
    pack_ico()
    pack_icns()
    print(f"{len(SIZES)} PNG files, countercheck.ico and countercheck.icns are in {ICONS}")
