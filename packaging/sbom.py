#!/usr/bin/env python3
"""What is the program made of, for a scanner? A bill of materials as CycloneDX 1.6 JSON.

    packaging/sbom.py [--target TRIPLE]... [--output FILE]

Every crate with its version, license and checksum, which are linked (required) and which only built
it (excluded), the C libraries and the typeface inside, and what depends on what. It asks cargo alone,
without network (`cargo fetch --locked` once before, for another system than this one).
Equal input gives equal bytes: the date is SOURCE_DATE_EPOCH or left out.
"""

import datetime
import hashlib
import json
import os
import struct
import urllib.parse
import uuid

import crates

FONTS = crates.ROOT / "assets" / "fonts"


def purl(kind: str, name: str, version: str) -> str:
    return f"pkg:{kind}/{name}@{urllib.parse.quote(version, safe='')}"


def component(graph: crates.Graph, id: str, scope: str) -> dict:
    package = graph.packages[id]
    made = {
        "type": "library",
        "bom-ref": purl("cargo", package["name"], package["version"]),
        "name": package["name"],
        "version": package["version"],
        "scope": scope,
        "licenses": [{"expression": crates.license_of(package)}],
        "purl": purl("cargo", package["name"], package["version"]),
    }
    if package["description"]:
        made["description"] = " ".join(package["description"].split())
    if checksum := graph.checksum(package):
        made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if (package["repository"] or "").startswith("https://"):
        made["externalReferences"] = [{"type": "vcs", "url": package["repository"].strip()}]
    return made


def native_component(library: dict) -> dict:
    name, version = library["name"], library["version"]
    vendor = {"openssl": "openssl", "sqlcipher": "zetetic", "sqlite": "sqlite"}[name]
    return {
        "type": "library",
        "bom-ref": purl("generic", name, version),
        "name": name,
        "version": version,
        "scope": "required",
        "licenses": [{"license": {"id": library["license"]}}],
        "purl": purl("generic", name, version),
        # By this name the databases of vulnerabilities know it.
        "cpe": f"cpe:2.3:a:{vendor}:{name}:{version}:*:*:*:*:*:*:*",
    }


def font_version(data: bytes) -> str:
    """The version that a TrueType file names in its table of names."""
    tables = {}
    for at in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * at)
        tables[tag] = offset
    names = tables[b"name"]
    _, count, strings = struct.unpack_from(">HHH", data, names)
    for at in range(count):
        platform, _, _, name, length, offset = struct.unpack_from(">HHHHHH", data, names + 6 + 12 * at)
        if platform == 3 and name == 5:
            start = names + strings + offset
            text = data[start : start + length].decode("utf-16-be")
            return text.removeprefix("Version ").split(";")[0]
    raise SystemExit("the typeface names no version")


def fonts() -> list[dict]:
    made = []
    for path in sorted(FONTS.glob("*.ttf")):
        data = path.read_bytes()
        made.append({
            "type": "file",
            "bom-ref": f"font/{path.name}",
            "name": path.name,
            "version": font_version(data),
            "scope": "required",
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(data).hexdigest()}],
            "licenses": [{"license": {"id": "OFL-1.1"}}],
        })
    if not made:
        raise SystemExit(f"no typeface was found in {FONTS}")
    return made


def standard_library() -> dict:
    version = crates.run(["rustc", "--version"]).split()[1]
    return {
        "type": "library",
        "bom-ref": f"rust-std@{version}",
        "name": "rust-std",
        "version": version,
        "scope": "required",
        "licenses": [{"expression": "MIT OR Apache-2.0"}],
        "externalReferences": [{"type": "vcs", "url": "https://github.com/rust-lang/rust"}],
    }


def bill(graph: crates.Graph) -> dict:
    program = graph.packages[graph.root]
    root = component(graph, graph.root, "required") | {"type": "application"}
    del root["scope"]
    libraries = crates.native(graph)
    of_program = [standard_library(), *fonts()]
    components = (
        [component(graph, id, "required") for id in graph.linked]
        + [component(graph, id, "excluded") for id in graph.tools]
        + [native_component(library) for library in libraries]
        + of_program
    )
    ref = {id: purl("cargo", p["name"], p["version"]) for id, p in graph.packages.items()}
    dependencies = []
    for id in [graph.root, *graph.linked, *graph.tools]:
        on = [ref[used] for used in graph.uses(id)]
        on += [purl("generic", l["name"], l["version"]) for l in libraries if l["crate"] == id]
        if id == graph.root:
            on += [one["bom-ref"] for one in of_program]
        dependencies.append({"ref": ref[id], "dependsOn": on})
    metadata = {
        "component": root,
        "properties": [{"name": "countercheck:target", "value": target} for target in graph.targets],
    }
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        moment = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        metadata["timestamp"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    made = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": metadata,
        "components": components,
        "dependencies": dependencies,
    }
    # A name of its own for every different bill, and the same for the same.
    digest = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()
    name = f"{program['name']} {program['version']} {digest}"
    made["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, name)}"
    return made


def main() -> None:
    crates.write(
        "Writes a bill of materials (CycloneDX 1.6, JSON).",
        lambda graph: json.dumps(bill(graph), indent=1, ensure_ascii=False) + "\n",
    )


if __name__ == "__main__":
    main()
