"""What a PDF that somebody sent looks like: its first page, drawn by poppler where it can do no harm."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from .child import Limits, run_in_child

LIMITS = Limits(cpu_seconds=15, memory_mib=1024, wall_seconds=20)


def first_page(pdf: bytes, *, width: int) -> bytes:
    """Page one of *pdf* as JPEG, *width* pixels wide; empty where there is none. Raises RenderFailed."""
    drawn: bytes = run_in_child(_draw, pdf, width, limits=LIMITS)
    return drawn


def _draw(emit: object, pdf: bytes, width: int) -> bytes:
    """In a child, which is killed with whatever it has started."""
    with tempfile.TemporaryDirectory() as folder:
        source, page = Path(folder) / "file.pdf", Path(folder) / "page"
        source.write_bytes(pdf)
        command = ["pdftoppm", "-f", "1", "-l", "1", "-singlefile", "-jpeg", "-scale-to-x", str(width),
                   "-scale-to-y", "-1", str(source), str(page)]  # fmt: skip
        done = subprocess.run(command, capture_output=True, check=False)
        drawn = page.with_suffix(".jpg")
        return drawn.read_bytes() if done.returncode == 0 and drawn.exists() else b""
