"""What a page of a PDF looks like, drawn by poppler in a process that can use little and is killed in time."""

from __future__ import annotations

import contextlib
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Literal

from .child import MIB, Limits, RenderFailed

LIMITS = Limits(cpu_seconds=15, memory_mib=1024, wall_seconds=20)


def page_picture(pdf: Path, number: int, *, width: int, kind: Literal["png", "jpeg"]) -> bytes:
    """Page *number* of *pdf* (from 1), *width* pixels wide. Raises RenderFailed, also where there is no such page."""
    program = shutil.which("pdftoppm")
    if program is None:
        raise RenderFailed("error", "no pdftoppm")
    command = [program, "-f", str(number), "-l", str(number), "-singlefile", f"-{kind}", "-scale-to-x", str(width),
               "-scale-to-y", "-1", str(pdf)]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    _limit(process.pid)
    try:
        picture, _errors = process.communicate(timeout=LIMITS.wall_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise RenderFailed("time", "wall clock") from None
    if process.returncode or not picture:
        raise RenderFailed("error", f"pdftoppm: {process.returncode}")
    return picture


def first_page(pdf: bytes, *, width: int) -> bytes:
    """Page one of a PDF that somebody sent as JPEG. Raises RenderFailed."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "file.pdf"
        source.write_bytes(pdf)
        return page_picture(source, 1, width=width, kind="jpeg")


def _limit(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, AttributeError):  # it is done already; only Linux can do this
        resource.prlimit(pid, resource.RLIMIT_CPU, (LIMITS.cpu_seconds, LIMITS.cpu_seconds))
        resource.prlimit(pid, resource.RLIMIT_AS, (LIMITS.memory_mib * MIB, LIMITS.memory_mib * MIB))
