"""pandoc, a separate program, kept on a short lead: no files of its own choosing, no network, little memory."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pypandoc

from conference.rendering import die_with_parent

MEMORY = "512M"
SECONDS = 40
HEAP_EXHAUSTED = 251


class PandocFailed(Exception):
    """There is no result. ``reason`` is ``"too-slow"``, ``"too-large"`` or ``"unreadable"``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


def to_html(
    source: Path, work: Path, *, reader: str, more: Sequence[str] = (), memory: str = MEMORY, seconds: int = SECONDS
) -> str:
    """*source* as HTML, not sanitised; pandoc writes nowhere but below *work*, and that only when *more* asks for it.

    *reader* is pandoc's name of the format. Raises PandocFailed.
    """
    command = [
        pypandoc.get_pandoc_path(), "--sandbox", f"--from={reader}", "--to=html5", "--wrap=none", *more, str(source),
        "+RTS", f"-M{memory}", "-RTS",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=seconds, cwd=work, env={"LANG": "C.UTF-8"}, preexec_fn=die_with_parent
        )
    except subprocess.TimeoutExpired as error:
        raise PandocFailed("too-slow") from error
    if done.returncode == HEAP_EXHAUSTED:
        raise PandocFailed("too-large")
    if done.returncode != 0:
        raise PandocFailed("unreadable", done.stderr.decode("utf-8", "replace")[-300:])
    return done.stdout.decode("utf-8", "replace")
