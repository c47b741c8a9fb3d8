"""C types that WeasyPrint names as it goes, read beforehand.

cffi parses each with a parser written in Python, some two milliseconds each. Read at import, they are read in the
forkserver, and every child finds them there. Gain: 25 CPU ms for each new process.
"""

from __future__ import annotations

import re
from pathlib import Path

import weasyprint
from weasyprint.text.ffi import ffi

NAMED = re.compile(r"ffi\.(?:new|cast|typeof|sizeof)\(\s*'([^']+)'")


def read() -> list[str]:
    """Read every C type that WeasyPrint's sources name, and return their names."""
    folder = Path(weasyprint.__file__).parent
    named = {name for path in folder.rglob("*.py") for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    for name in named:
        ffi.typeof(name)
    return sorted(named)


read()
