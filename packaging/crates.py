"""Which crates is the program for a system made of? Asked of cargo, without network.

A crate is *linked* if its code is in the binary: it is reached by normal dependencies alone, past no
procedural macro. The others are *tools*: they ran while it was built. What only tests use is neither.
`cargo metadata` knows the crates but unites the features of all systems and tests; `cargo tree` says
which are really there for one system.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Graph:
    """`packages` by id, `linked` and `tools` as sorted ids, `root` the program's id: for some targets together."""

    def __init__(self, targets: list[str] | None = None):
        self.targets = targets or [host()]
        command = ["cargo", "metadata", "--format-version", "1", "--locked", "--offline"]
        metadata = json.loads(run([*command, *(f"--filter-platform={target}" for target in self.targets)]))
        self.packages = {package["id"]: package for package in metadata["packages"]}
        self.nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
        self.root = metadata["resolve"]["root"]
        linked = self._tree("normal,no-proc-macro")
        built = self._tree("normal,build")
        self.linked = self._sorted(linked - {self.root})
        self.tools = self._sorted(built - linked)
        self.all = built
        lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))
        self._sums = {(p["name"], p["version"]): p.get("checksum") for p in lock["package"]}

    def checksum(self, package: dict) -> str | None:
        """The SHA-256 of the crate's archive, in hexadecimal digits, as Cargo.lock pins it."""
        return self._sums.get((package["name"], package["version"]))

    def uses(self, id: str) -> list[str]:
        """What a crate uses, be it in the binary or while it is built."""
        dependencies = self.nodes[id]["deps"]
        used = {one["pkg"] for one in dependencies if any(kind["kind"] != "dev" for kind in one["dep_kinds"])}
        return self._sorted(used & self.all)

    def _tree(self, edges: str) -> set[str]:
        command = ["cargo", "tree", "--locked", "--offline", "--edges", edges]
        command += [f"--target={target}" for target in self.targets]
        lines = run([*command, "--prefix", "none", "--format", "{p}"]).splitlines()
        # A line is "name v1.2.3", and where it comes from if that is not the registry; empty between targets.
        ids = {(package["name"], f"v{package['version']}"): id for id, package in self.packages.items()}
        return {ids[tuple(line.split()[:2])] for line in lines if line}

    def _sorted(self, ids: set[str]) -> list[str]:
        return sorted(ids, key=lambda id: (self.packages[id]["name"], self.packages[id]["version"]))


def native(graph: Graph) -> list[dict]:
    """The C libraries that come inside of crates and are linked: name, version, license, and the crate's id."""
    found = []
    # openssl-src only ran while building, but what it built is in the binary.
    for id in [*graph.linked, *graph.tools]:
        package = graph.packages[id]
        _, _, inside = package["version"].partition("+")
        if package["name"] == "openssl-src":
            found.append({"name": "openssl", "version": inside, "license": "Apache-2.0", "crate": id})
        elif package["name"] == "sqlcipher-src":
            # sqlcipher-4.20.0-sqlite-3.54.1-libtomcrypt-1.18.2, the last of which is not built
            parts = inside.split("-")
            versions = dict(zip(parts[::2], parts[1::2]))
            for name, license in [("sqlcipher", "BSD-3-Clause"), ("sqlite", "blessing")]:
                found.append({"name": name, "version": versions[name], "license": license, "crate": id})
    names = {library["name"] for library in found}
    wanted = {"sqlcipher", "sqlite"} | (set() if all("apple" in target for target in graph.targets) else {"openssl"})
    if names != wanted:
        raise SystemExit(f"linked C libraries: expected {sorted(wanted)}, found {sorted(names)}")
    return found


def license_of(package: dict) -> str:
    """The license as an SPDX expression; the slash of old manifests means "or"."""
    if not package["license"]:
        raise SystemExit(f"{package['name']} {package['version']} names no license")
    return package["license"].replace("/", " OR ")


def host() -> str:
    """The target that cargo builds for when it is not told."""
    return next(line[6:] for line in run(["rustc", "-vV"]).splitlines() if line.startswith("host: "))


def run(command: list[str]) -> str:
    """What a command prints; where it fails, its complaints are seen and the script ends."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")
    if done.returncode != 0:
        raise SystemExit(f"failed: {' '.join(command)}\n(`cargo fetch --locked` brings the crates of all systems)")
    return done.stdout


def write(description: str, text_of) -> None:
    """Writes what `text_of` says of a graph, for the systems and into the file that the arguments name."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--target", action="append", help="a system, as a target triple; this one without it")
    parser.add_argument("--output", type=pathlib.Path, help="the file; standard output without it")
    arguments = parser.parse_args()
    text = text_of(Graph(arguments.target))
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)
