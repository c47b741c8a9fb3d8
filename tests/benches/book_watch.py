"""What a command and everything it starts cost: seconds, CPU seconds, and how much memory all of it holds at once."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY_SECONDS = 0.2
TICKS = os.sysconf("SC_CLK_TCK")
MIB = 1024


@dataclass(frozen=True)
class Cost:
    """``mib`` is the largest sum of the processes' own shares of memory (PSS) that was seen."""

    seconds: float
    cpu_seconds: float
    mib: float
    code: int
    output: str


def watch(command: Sequence[str | Path], *, folder: Path, limit: float = 3600) -> Cost:
    """Run *command* in *folder* to its end, or for *limit* seconds."""
    with tempfile.TemporaryFile("w+") as output:
        started = time.monotonic()
        process = subprocess.Popen([str(part) for part in command], cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        spent: dict[int, float] = {}
        most = 0.0
        while process.poll() is None:
            if time.monotonic() - started > limit:
                process.kill()
            held = 0.0
            for pid in _family(process.pid):
                try:
                    spent[pid] = _cpu_seconds(pid)
                    held += _mib(pid)
                except (OSError, ValueError, IndexError):
                    continue
            most = max(most, held)
            time.sleep(EVERY_SECONDS)
        seconds = time.monotonic() - started
        output.seek(0)
        return Cost(seconds, sum(spent.values()), most, process.returncode, output.read())


def _family(first: int) -> list[int]:
    """*first* and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int(_fields(int(entry.name))[1])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [first]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def _fields(pid: int) -> list[str]:
    """State, parent and so on of a process, as ``/proc/…/stat`` has them behind the name."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def _cpu_seconds(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS


def _mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / MIB
    return 0.0
