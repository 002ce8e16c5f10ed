#!/usr/bin/env python3
"""The pages of one document, by ReportLab and by Typst: how long, how many pages and bytes.

Usage: pages.py DOCUMENT.json FONTS RUNS [FOLDER]; with FOLDER the files are kept there. `cargo bench --bench peers`
makes the document and starts this. A line of JSON for each peer; one that is not installed says so.
"""
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path

from common import median_ms, tell


def pages_of(pdf):
    """How many pages a PDF has: its page objects, also those in compressed streams."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    whole = [pdf]
    for stream in streams:
        try:
            whole.append(zlib.decompress(stream))
        except zlib.error:
            pass
    return sum(len(re.findall(rb"/Type\s*/Page(?![s\w])", part)) for part in whole)


def typst_once(document, fonts):
    """One compilation in a process of its own: the compiler remembers what it has compiled, and would only look up
    the second one. It is warm: fonts and standard library have been in use."""
    import page_typst
    source = page_typst.markup(json.loads(document.read_text()))
    compiler = page_typst.Compiler(fonts)
    ms, made = median_ms(lambda: compiler.compile(source), 1)
    sys.stdout.buffer.write(json.dumps(ms).encode() + b"\n" + made)


def main():
    if sys.argv[1] == "--typst-once":
        typst_once(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    document, fonts, runs = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    keep = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    try:
        import page_reportlab
        page_reportlab.prepare(fonts)
        read = json.loads(document.read_text())
        page_reportlab.render(read)
        ms, made = median_ms(lambda: page_reportlab.render(read), runs)
        if keep:
            (keep / "reportlab.pdf").write_bytes(made)
        tell(peer=f"ReportLab {page_reportlab.VERSION}", ms=ms, pages=pages_of(made), bytes=len(made))
    except ImportError:
        tell(peer="ReportLab", missing=True)
    try:
        import page_typst
    except ImportError:
        tell(peer="Typst", missing=True)
        return
    taken, made = [], b""
    for _ in range(runs):
        once = subprocess.run([sys.executable, __file__, "--typst-once", document, fonts], check=True, capture_output=True)
        line, made = once.stdout.split(b"\n", 1)
        taken.append(json.loads(line))
    if keep:
        (keep / "typst.pdf").write_bytes(made)
    tell(peer=f"Typst {page_typst.VERSION}", ms=sorted(taken)[len(taken) // 2], pages=pages_of(made), bytes=len(made))


main()
