"""What ``outloud`` hears in the demonstration's book: ``make audit``. Needs ``make demo DEMO=build`` first.

It is of no use to the site, so it lives in an environment of its own under ``var/``. Errors fail the audit; warnings
are listed with what is known about them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

VERSION = "0.2.1"
ROOT = Path(__file__).parent.parent
HOME = ROOT / "var" / "outloud"
BOOK = ROOT / "var" / "demo" / "proceedings.pdf"
KNOWN = {
    "ORD-001": "notes are tagged where their marks stand and painted at the foot: readers hear them in their place",
    "LNK-010": "the address on the last page is the demonstration's own, which leads nowhere outside this machine",
}


def installed() -> Path:
    """The program, installed on first use."""
    program = HOME / "bin" / "outloud"
    if not program.exists():
        venv.create(HOME, with_pip=True)
        subprocess.run([HOME / "bin" / "pip", "install", "--quiet", f"outloud=={VERSION}"], check=True)
    return program


def findings(program: Path, pdf: Path) -> list[dict[str, Any]]:
    """Errors and warnings, the weightiest first."""
    command = [program, "--json", "-", "--quiet", "--no-info", "--fail-on", "never", pdf]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(said[said.index("{") :])["results"][0]["findings"]
    return sorted((each for each in found if each["severity"] != "info"), key=lambda each: each["severity"])


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> int:
    if not BOOK.exists():
        say("outloud: there is no book to hear; run make demo DEMO=build first")
        return 1
    found = findings(installed(), BOOK)
    for each in found:
        say(f"{each['severity']:8} {each['rule']:10} p. {each['page']}: {each['message']}")
        say(f"{'':19} {KNOWN.get(each['rule'], 'not known yet')}")
    errors = sum(each["severity"] == "error" for each in found)
    say(f"outloud: {errors} errors, {len(found) - errors} warnings in {BOOK.name}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
