"""The same volume through other programs: Chromium's printing, and Typst by way of pandoc.

Typst is no requirement of ours: it is measured when there is an environment of its own with the package in it,
``python -m venv var/typst && var/typst/bin/pip install typst`` (or another folder, named by ``TYPST``).
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypandoc

from .book_watch import Cost, watch

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = Path("/usr/bin/chromium")
TYPST = Path(os.environ.get("TYPST", ROOT / "var" / "typst"))
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer",
    "--allow-file-access-from-files",
)  # fmt: skip
HOUR = 3600
HEAD = """#set page(width: 170mm, height: 240mm, margin: (top: 22mm, bottom: 26mm, x: 19mm), numbering: "1")
#set text(font: "Source Serif 4", size: 10.4pt, lang: "ru", hyphenate: true)
#set par(justify: true)
#outline()
"""


def chromium(html: Path, folder: Path) -> dict[str, Any] | str:
    """Print *html* to PDF; what it cost, or why it was not done."""
    if not CHROMIUM.exists():
        return "no Chromium here"
    target = folder / "chromium.pdf"
    cost = watch([CHROMIUM, *FLAGS, f"--print-to-pdf={target}", html.as_uri()], folder=folder, limit=HOUR)
    return _result(cost, target)


def typst(html: Path, folder: Path, fonts: Path) -> dict[str, Any] | str:
    """Convert *html* and compile it; footnotes stand in the text, as pandoc knows them only in its own HTML."""
    python = TYPST / "bin" / "python"
    if not python.exists():
        return f"no Typst in {TYPST}"
    source, target = folder / "whole.typ", folder / "typst.pdf"
    command = [pypandoc.get_pandoc_path(), "--from=html", "--to=typst", f"--extract-media={folder / 'media'}"]
    converted = watch([*command, "--output", source, html], folder=folder, limit=HOUR)
    if converted.code:
        return f"pandoc: {converted.output[-200:]}"
    text = re.sub(r"#link\((?:<[^>]*>|label\([^)]*\))\)", "#text", source.read_text(encoding="utf-8"))
    text = re.sub(r"(?<!\\)<[\w.:-]+>", "", text)  # labels, of which some stand twice
    source.write_text(HEAD + text, encoding="utf-8")
    program = (
        f"import typst; typst.compile({str(source)!r}, output={str(target)!r}, root='/', font_paths=[{str(fonts)!r}])"
    )
    cost = watch([python, "-c", program], folder=folder, limit=HOUR)
    found = _result(cost, target)
    if isinstance(found, dict):
        found["pandoc_seconds"] = round(converted.seconds, 1)
    return found


def _result(cost: Cost, target: Path) -> dict[str, Any] | str:
    if not target.exists():
        return cost.output[-300:] or f"exit {cost.code}"
    with pikepdf.open(target) as pdf:
        pages = len(pdf.pages)
    return {
        "seconds": round(cost.seconds, 1),
        "cpu_seconds": round(cost.cpu_seconds, 1),
        "mib": round(cost.mib),
        "pages": pages,
        "size_mib": round(target.stat().st_size / 2**20, 1),
    }
