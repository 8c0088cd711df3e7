"""Ask whether a known vulnerability touches a locked version, and say so where nobody answers.

`vulnerabilities.py LOCK…` ends with 1 where one is known, and never because nobody could be asked: a change must not
wait for somebody else's service. pip-audit alone would pass in silence there: a package that its service has never
heard of is passed over, and behind a mirror without advisories that is every package. So a version that is known to
be vulnerable is asked for first, and where nothing is said of that one, the silence about others means nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# It runs code that stands in a document (CVE-2020-1747).
CONTROL = "pyyaml==5.3"
SECONDS = 240

Answers = list[dict[str, Any]]


def verdict(control: Answers | None, answers: Answers | None) -> tuple[int, str]:
    """Give the exit status, and what is to be said; None for answers that did not come."""
    if control is None or answers is None:
        return 0, "NOT ASKED about known vulnerabilities: the service cannot be reached from here"
    if not any(one.get("vulns") for one in control):
        return 0, f"NOT ASKED about known vulnerabilities: the service here knows none, not even that of {CONTROL}"
    passed_over = sorted(one["name"] for one in answers if "vulns" not in one)
    found = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none'}"
        for one in answers
        for fault in one.get("vulns", ())
    ]
    lines = [f"known vulnerability: {one}" for one in sorted(found)]
    if passed_over:
        lines.append(f"NOT ASKED about, because the service does not know them: {', '.join(passed_over)}")
    if not found:
        lines.append(f"no vulnerability is known in {len(answers) - len(passed_over)} locked packages")
    return int(bool(found)), "\n".join(lines)


def ask(arguments: Sequence[str]) -> Answers | None:
    """Give what pip-audit's service says of each package; None where it says nothing."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    try:
        ran = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False, timeout=SECONDS)
        answers: Answers = json.loads(ran.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None
    return answers


def main(locks: Sequence[str]) -> int:
    """Ask about the control, then about every lock."""
    with tempfile.TemporaryDirectory() as folder:
        control = Path(folder) / "control.txt"
        control.write_text(f"{CONTROL}\n", encoding="utf-8")
        known = ask(["--no-deps", "--requirement", str(control)])
    answers: Answers | None = []
    if known is not None and any(one.get("vulns") for one in known):
        answers = ask([part for one in locks for part in ("--requirement", one)])
    status, said = verdict(known, answers)
    print(said)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
