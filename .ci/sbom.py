"""Write down what the program is made of: a CycloneDX bill of materials beside the wheel.

`sbom.py PYTHON WHEEL`: the packages are those that PYTHON finds installed, which are to be what the program runs
with and nothing else; the program itself is described by its wheel, with the SHA-256 of each file in it. What is
written has been held against the official schema, and is the same for the same wheel and packages.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

VERSION = "1.6"


def described(bom: dict[str, Any], wheel: Path) -> dict[str, Any]:
    """Give the bill with the program's own part completed from its wheel: version, hash, and the files it holds."""
    version = wheel.name.split("-")[1]
    with zipfile.ZipFile(wheel) as archive:
        held = [
            {"type": "file", "name": one, "hashes": _hashes(archive.read(one))}
            for one in sorted(archive.namelist())
            if not one.endswith("/")
        ]
    component = bom["metadata"]["component"] | {
        "version": version,
        "hashes": _hashes(wheel.read_bytes()),
        "components": held,
    }
    return bom | {"metadata": bom["metadata"] | {"component": component}}


def _hashes(data: bytes) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": sha256(data).hexdigest()}]


def main(python: str, wheel: Path) -> None:
    """Make the bill, hold it against the schema, and write it beside the wheel."""
    # Not in the development environment: they come with the locked tools.
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", "pyproject.toml"]
    options = ["--output-reproducible", "--spec-version", VERSION]
    made = subprocess.run([*command, *options, python], stdout=subprocess.PIPE, check=True)
    bom = described(json.loads(made.stdout), wheel)
    text = json.dumps(bom, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    fault = JsonStrictValidator(SchemaVersion.from_version(VERSION)).validate_str(text)
    if fault is not None:
        sys.exit(f"the bill of materials is not valid CycloneDX {VERSION}: {fault}")
    path = wheel.with_suffix(".cdx.json")
    path.write_text(text, encoding="utf-8")
    files = len(bom["metadata"]["component"]["components"])
    print(f"{path}: CycloneDX {VERSION}, valid; {len(bom['components'])} packages beside the program's {files} files")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
