#!/usr/bin/env python3
"""Whose work is in the binary, and under which terms? A list with every text of license in full.

    packaging/licenses.py [--target TRIPLE]... [--output FILE]

The texts are those that come with the crates; one that many share stands once, with their names above
it. A crate that brings none gets the standard text of one of its licenses, with its authors named.
Something without any text ends the script: then a text has to be found before it is shipped.
"""

import pathlib
import re
import textwrap

import crates

# Beginnings of the names of files that hold terms.
NAMES = ("license", "licence", "copying", "copyright", "notice", "unlicense")
BLESSING = """The author disclaims copyright to this source code. In place of a legal notice, here is a blessing:

   May you do good and not evil.
   May you find forgiveness for yourself and forgive others.
   May you share freely, never taking more than you give.
"""


class Part:
    """Something in the binary: what it is called, its license in SPDX, where it comes from, and its texts."""

    def __init__(self, name: str, license: str, home: str, texts: list[str]):
        self.name, self.license, self.home, self.texts = name, license, home, texts


def read(path: pathlib.Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip("\n")


def texts_in(folder: pathlib.Path) -> list[str]:
    files = [path for path in folder.iterdir() if path.name.lower().startswith(NAMES)]
    # Some crates keep their terms in a folder of that name.
    files += [inner for path in files if path.is_dir() for inner in path.iterdir()]
    files = sorted(path for path in files if path.is_file() and path.suffix not in (".rs", ".toml", ".json"))
    return [text for path in files if (text := read(path)).strip()]


def standard(license: str, authors: list[str]) -> str | None:
    """The text of one of the licenses that are offered, as this repository has it."""
    offered = {word.strip("()") for word in re.split(r"\s+(?:OR|AND)\s+", license)}
    # Where several have to be kept, one text is not enough.
    if " AND " in license or " WITH " in license:
        return None
    if "Apache-2.0" in offered:
        return read(crates.ROOT / "LICENSE-APACHE")
    if "MIT" in offered:
        whose = "Copyright (c) " + (", ".join(authors) or "the authors")
        text, count = re.subn(r"^Copyright .*$", whose, read(crates.ROOT / "LICENSE-MIT"), flags=re.MULTILINE)
        assert count == 1, "LICENSE-MIT names no holder or several"
        return text
    return None


def of_crate(package: dict) -> Part:
    name = f"{package['name']} {package['version']}"
    license = crates.license_of(package)
    texts = texts_in(pathlib.Path(package["manifest_path"]).parent)
    if not texts:
        text = standard(license, [re.sub(r"\s*<.*>", "", author) for author in package["authors"]])
        if text is None:
            raise SystemExit(f"{name} ({license}) brings no text of its license: find it, and add it here")
        texts = [text]
    return Part(name, license, package["repository"] or package["homepage"] or "", texts)


def of_native(graph: crates.Graph, library: dict) -> Part:
    folder = pathlib.Path(graph.packages[library["crate"]]["manifest_path"]).parent
    if library["name"] == "sqlite":
        text = BLESSING
    else:
        file = {"openssl": "openssl/LICENSE.txt", "sqlcipher": "LICENSE-sqlcipher"}[library["name"]]
        text = read(next(path for path in [folder / file, folder / "sqlcipher" / file] if path.is_file()))
    home = {
        "openssl": "https://www.openssl.org/",
        "sqlcipher": "https://www.zetetic.net/sqlcipher/",
        "sqlite": "https://www.sqlite.org/",
    }
    return Part(f"{library['name']} {library['version']}", library["license"], home[library["name"]], [text])


def parts(graph: crates.Graph) -> list[Part]:
    rust = crates.run(["rustc", "--version"]).split()[1]
    found = [
        Part(
            f"The Rust standard library {rust}",
            "MIT OR Apache-2.0",
            "https://github.com/rust-lang/rust",
            [standard("MIT", ["The Rust Project Contributors"]), standard("Apache-2.0", [])],
        ),
        Part("Inter, the typeface", "OFL-1.1", "https://rsms.me/inter/", [read(crates.ROOT / "assets/fonts/OFL.txt")]),
    ]
    found += [of_native(graph, library) for library in crates.native(graph)]
    found += [of_crate(graph.packages[id]) for id in graph.linked]
    return found


def report(graph: crates.Graph) -> str:
    found = parts(graph)
    texts: dict[str, tuple[str, list[str]]] = {}
    for part in found:
        for text in part.texts:
            # Equal but for line breaks is equal.
            _, whose = texts.setdefault(" ".join(text.split()), (text, []))
            if part.name not in whose:
                whose.append(part.name)
    program = graph.packages[graph.root]
    line = "=" * 100
    out = [
        f"What Countercheck {program['version']} for {' and '.join(graph.targets)} is made of, and under which terms",
        "",
        "Countercheck itself is licensed under MIT or Apache-2.0, at your option. The work of others in it:",
        "",
    ]
    out += [f"  {part.name}  |  {part.license}  |  {part.home}".rstrip(" |") for part in found]
    out += ["", f"{len(found)} parts; {len(texts)} texts follow, each below the names of the parts that bring it.", ""]
    for text, whose in texts.values():
        names = textwrap.wrap(", ".join(whose), 98, break_long_words=False, break_on_hyphens=False)
        out += [line, *names, line, "", text, ""]
    return "\n".join(out)


def main() -> None:
    crates.write("Writes the licenses of all that is linked, with their texts.", report)


if __name__ == "__main__":
    main()
