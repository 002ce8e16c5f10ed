#!/usr/bin/env python3
"""The rules of all drugs by JsonLogic engines in Python's reach: how long one checklist takes, and what comes out.

Usage: rules.py RULES.json RUNS. `cargo bench --bench peers` makes the rules and holds what comes out against its own.
"""
import importlib.metadata
import json
import sys
from pathlib import Path

from common import median_ms, tell


def letter(holds, fails):
    return "T" if holds else "F" if fails else "U"


def main():
    given = json.loads(Path(sys.argv[1]).read_text())
    runs = int(sys.argv[2])
    rules, cases = given["rules"], given["cases"]
    try:
        import datalogic_py
    except ImportError:
        tell(peer="datalogic-py", missing=True)
        return
    # Compiled once; the data of a checklist are parsed anew each time, as a changed answer would have it, and both
    # conditions of every rule go over in one native call.
    engine = datalogic_py.Engine()
    both = [engine.compile(rule[side]) for rule in rules for side in ("holds", "fails")]
    session = engine.session()

    def once(text):
        said = session.evaluate_many(both, datalogic_py.DataHandle(text))
        return "".join(letter(holds == "true", fails == "true") for holds, fails in zip(said[::2], said[1::2]))

    texts = [json.dumps(case) for case in cases]
    ms, _ = median_ms(lambda: once(texts[given["average"]]), runs)
    tell(peer=f"datalogic-py {importlib.metadata.version('datalogic-py')} (compiled, in Rust)", us=ms * 1000,
         truths=[once(text) for text in texts])


main()
