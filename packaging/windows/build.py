#!/usr/bin/env python3
"""Which one file does a Windows user run? Makes the installer of a release binary.

    packaging/windows/build.py [--binary FILE] [--out FOLDER] [--target TRIPLE]

Needs makensis (NSIS 3) on the PATH or in its usual folder. It runs on Windows, and elsewhere too, which is
how the script is tested. COUNTERCHECK_SIGN, where it is set, is a command that signs the file after it.
"""

import argparse
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
USUAL_FOLDER = pathlib.Path(r"C:\Program Files (x86)\NSIS\makensis.exe")
# The field of a Windows program that says whether a console belongs to it.
CONSOLE, WINDOW = 3, 2


def subsystem_at(program: bytes) -> int:
    """Where in a Windows program that field stands."""
    if program[:2] != b"MZ":
        raise SystemExit("the binary is no Windows program")
    head = struct.unpack_from("<I", program, 0x3C)[0]
    if program[head : head + 4] != b"PE\0\0":
        raise SystemExit("the binary is no Windows program")
    return head + 24 + 68


def without_console(program: bytes) -> bytes:
    """The same program, started by Windows without a black window beside its own."""
    at = subsystem_at(program)
    if struct.unpack_from("<H", program, at)[0] != CONSOLE:
        raise SystemExit("the binary is no console program: it needs no twin then")
    return program[:at] + struct.pack("<H", WINDOW) + program[at + 2 :]


def sign(file: pathlib.Path) -> None:
    if command := os.environ.get("COUNTERCHECK_SIGN"):
        subprocess.run(f'{command} "{file}"', shell=True, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the Windows installer.")
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "target/release/countercheck.exe")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "target/packages")
    parser.add_argument("--target", default="x86_64-pc-windows-msvc")
    arguments = parser.parse_args()

    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]["version"]
    program = arguments.binary.read_bytes()
    out = arguments.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    installer = out / f"countercheck-{version}-windows-x86_64.exe"
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder)
        (source / "countercheck.exe").write_bytes(program)
        (source / "countercheck-window.exe").write_bytes(without_console(program))
        for name in ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"]:
            shutil.copyfile(ROOT / name, source / f"{name}.txt")
        shutil.copyfile(ROOT / "assets/icons/countercheck.ico", source / "countercheck.ico")
        for script, file in [("licenses", "third-party-licenses.txt"), ("sbom", "sbom.cdx.json")]:
            command = [sys.executable, ROOT / f"packaging/{script}.py", "--target", arguments.target]
            subprocess.run([*command, "--output", source / file], check=True)
        sign(source / "countercheck.exe")
        sign(source / "countercheck-window.exe")

        makensis = shutil.which("makensis") or str(USUAL_FOLDER)
        defines = {"VERSION": version, "SOURCE": source, "OUT": installer}
        if command := os.environ.get("COUNTERCHECK_SIGN"):
            defines["SIGN"] = command
        # -WX: a warning is a mistake.
        subprocess.run(
            [makensis, "-V2", "-WX", *(f"-D{name}={value}" for name, value in defines.items()), HERE / "countercheck.nsi"],
            check=True,
        )
    print(installer)


if __name__ == "__main__":
    main()
