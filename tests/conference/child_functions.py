"""What the rendering tests run in children: functions must be importable there."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conference.rendering import Typesetter, die_with_parent

Emit = Callable[[Any], None]


def count_to(emit: Emit, number: int) -> str:
    for i in range(number):
        emit(i)
    return "done"


def burn(emit: Emit) -> None:
    while True:
        pass


def sleep(emit: Emit) -> None:
    time.sleep(60)


def nap(emit: Emit, seconds: float) -> None:
    time.sleep(seconds)


def hoard(emit: Emit) -> int:
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


def crash(emit: Emit) -> None:
    os._exit(7)


def stumble(emit: Emit) -> None:
    raise ValueError("no")


def announce_and_sleep(emit: Emit) -> None:
    emit("here")
    time.sleep(60)


def write_pids_and_sleep(emit: Emit, folder: str) -> None:
    """Leave one's own pid and that of a grandchild, then wait."""
    grandchild = subprocess.Popen(["sleep", "60"], preexec_fn=die_with_parent)
    Path(folder, "grandchild.pid").write_text(str(grandchild.pid))
    Path(folder, "child.pid").write_text(str(os.getpid()))
    time.sleep(60)


def refusals(emit: Emit, html: str, roots: list[Path]) -> list[str]:
    typesetter = Typesetter(stylesheets=[], roots=roots)
    typesetter.lay_out(html)
    return typesetter.fetcher.refused
