"""What the project is worked on with is locked: the locks fit what is asked for, and are as installers want them."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
CI = ROOT / ".ci"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements", "runtime", "tools")
HASHED = re.compile(r"(?P<what>[^\\]+?)(?: --hash=sha256:[0-9a-f]{64})+")
SYSTEMS = [
    {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "sys_platform": system,
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "os_name": "nt" if system == "win32" else "posix",
        "platform_machine": machine,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for version in ("3.11", "3.12", "3.13", "3.14")
    for system, machine in (("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("win32", "AMD64"))
]


def lines(lock: str) -> list[str]:
    """Give a lock's entries, each on one line."""
    text = (CI / f"{lock}.txt").read_text(encoding="utf-8")
    kept = "".join(line + "\n" for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [" ".join(one.split()) for one in kept.replace("\\\n", " ").splitlines() if one.strip()]


@cache
def entries(lock: str) -> tuple[Requirement, ...]:
    return tuple(Requirement(found["what"]) for one in lines(lock) if (found := HASHED.fullmatch(one)))


def pinned(lock: str, system: dict[str, str]) -> dict[str, str]:
    """Give the one version of each package that a system is given."""
    found: dict[str, str] = {}
    for one in entries(lock):
        if one.marker is None or one.marker.evaluate(system):
            name = canonicalize_name(one.name)
            assert name not in found, f"{lock} gives two versions of {name}"
            (found[name],) = (part.version for part in one.specifier)
    return found


def asked(*names: str) -> Iterator[Requirement]:
    """Give what the project and its extras of these names ask for, and what they name of each other."""
    extras = PROJECT["project"]["optional-dependencies"]
    for text in [*PROJECT["project"]["dependencies"], *(one for name in names for one in extras[name])]:
        one = Requirement(text)
        if canonicalize_name(one.name) == PROJECT["project"]["name"]:
            yield from asked(*one.extras)
        else:
            yield one


def of_groups(*names: str) -> list[Requirement]:
    return [Requirement(one) for name in names for one in PROJECT["dependency-groups"][name]]


WANTED = {
    "requirements": [
        *asked(*PROJECT["project"]["optional-dependencies"]),
        *of_groups("build"),
        *map(Requirement, PROJECT["build-system"]["requires"]),
    ],
    "runtime": list(asked("register")),
    "tools": of_groups("tools"),
}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_one_version_with_hashes_and_names_no_place(lock: str) -> None:
    assert len(lines(lock)) > 10
    for one in lines(lock):
        found = HASHED.fullmatch(one)
        assert found is not None, one
        entry = Requirement(found["what"])
        assert [part.operator for part in entry.specifier] == ["=="], one
        assert not entry.url, one
    text = (CI / f"{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"--(index|extra|find|trusted)", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_fits_what_is_asked_for_on_every_system(lock: str) -> None:
    for system in SYSTEMS:
        versions = pinned(lock, system)
        for one in WANTED[lock]:
            if one.marker is None or one.marker.evaluate(system):
                assert one.specifier.contains(versions[canonicalize_name(one.name)]), (str(one), system)


def test_what_is_tested_is_what_the_program_is_said_to_run_with() -> None:
    for system in SYSTEMS:
        assert pinned("runtime", system).items() <= pinned("requirements", system).items()


def test_the_packages_of_npm_are_locked_too() -> None:
    wanted = json.loads((CI / "npm/package.json").read_text(encoding="utf-8"))["devDependencies"]
    packages: dict[str, dict[str, Any]] = json.loads((CI / "npm/package-lock.json").read_text(encoding="utf-8"))[
        "packages"
    ]
    assert packages.pop("")["devDependencies"] == wanted
    for name, version in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == version
    for name, one in packages.items():
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", one["integrity"]), name
        assert "resolved" not in one, name
        assert "link" not in one, name


def commands(script: str) -> Iterable[str]:
    text = (CI / script).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


def test_nothing_is_installed_past_the_locks() -> None:
    installing = [
        line for line in commands("run") if re.search(r"\b(install|ci|add|wheel)\b +-", line) and "apt" not in line
    ]
    assert len(installing) == 4
    for line in installing:
        if "npm" in line:
            assert "npm ci" in line
            assert "--ignore-scripts" in line
        else:
            assert "--require-hashes --only-binary :all:" in line or "--no-deps --no-build-isolation" in line
    assert any(re.search(r"\buv==\d+\.\d+\.\d+$", line) for line in commands("lock"))


def script(name: str) -> ModuleType:
    found = importlib.util.spec_from_file_location(name, CI / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_bill_of_materials_holds_every_file_of_the_wheel(tmp_path: Path) -> None:
    wheel = tmp_path / "auditor-9.8.7-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.mkdir("auditor")
        archive.writestr("auditor/b.py", b"b")
        archive.writestr("auditor/a.py", b"a")
    bom = {"metadata": {"component": {"name": "auditor", "type": "application"}}, "components": [{"name": "x"}]}
    made = script("sbom").described(bom, wheel)
    component = made["metadata"]["component"]
    assert made["components"] == [{"name": "x"}]
    assert (component["name"], component["version"]) == ("auditor", "9.8.7")
    assert component["hashes"] == [{"alg": "SHA-256", "content": sha256(wheel.read_bytes()).hexdigest()}]
    assert [(one["name"], one["hashes"][0]["content"]) for one in component["components"]] == [
        ("auditor/a.py", sha256(b"a").hexdigest()),
        ("auditor/b.py", sha256(b"b").hexdigest()),
    ]


FAULT = {"id": "PYSEC-0", "fix_versions": ["2"], "aliases": []}
CONTROL = {"name": "pyyaml", "version": "5.3", "vulns": [FAULT]}
CLEAN = {"name": "good", "version": "1", "vulns": []}
FAULTY = {"name": "bad", "version": "1", "vulns": [FAULT]}
UNKNOWN = {"name": "who", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("control", "answers", "status", "said"),
    [
        ([CONTROL], [CLEAN], 0, ["no vulnerability is known in 1 locked packages"]),
        ([CONTROL], [CLEAN, FAULTY], 1, ["known vulnerability: bad 1: PYSEC-0, mended in 2"]),
        (
            [CONTROL],
            [CLEAN, UNKNOWN],
            0,
            ["NOT ASKED about, because the service does not know them: who", "in 1 locked"],
        ),
        ([CONTROL], None, 0, ["NOT ASKED about known vulnerabilities: the service cannot be reached"]),
        (None, [CLEAN], 0, ["NOT ASKED about known vulnerabilities: the service cannot be reached"]),
        ([UNKNOWN], [CLEAN], 0, ["NOT ASKED about known vulnerabilities: the service here knows none"]),
        ([CLEAN], [CLEAN], 0, ["NOT ASKED about known vulnerabilities: the service here knows none"]),
    ],
)
def test_silence_is_never_taken_for_all_clear(
    tmp_path: Path, control: list[Any] | None, answers: list[Any] | None, status: int, said: list[str]
) -> None:
    """pip-audit's place is taken by a module that answers, or fails as it does where there is no network."""
    (tmp_path / "pip_audit.py").write_text(
        "import sys\n"
        f"answers = {answers!r} if 'lock.txt' in sys.argv else {control!r}\n"
        "if answers is None:\n    sys.exit('ERROR: connection failed')\n"
        "import json\nprint(json.dumps({'dependencies': answers}))\n"
        "sys.exit(any(one.get('vulns') for one in answers))\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, CI / "vulnerabilities.py", "lock.txt"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == status, ran.stderr
    for one in said:
        assert one in ran.stdout
    assert ("no vulnerability is known" in ran.stdout) == (
        control == [CONTROL] and answers in ([CLEAN], [CLEAN, UNKNOWN])
    )
