"""What the children of ``test_workers`` are given to do. Nothing of pytest here: they are imported in the children."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

MIB = 1024 * 1024


def ready(name: str = "ready") -> dict[str, Any]:
    return {"name": name, "tasks": 0}


def unfit() -> None:
    raise ValueError("no fonts")


def dead_on_arrival() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def say(state: dict[str, Any], what: Any) -> Any:
    return f"{state['name']} {what}"


def who(state: dict[str, Any], *args: Any) -> int:
    return os.getpid()


def count(state: dict[str, Any]) -> int:
    state["tasks"] += 1
    return state["tasks"]


def act(state: dict[str, Any], name: str, *args: Any) -> Any:
    """Call the function of this module called *name*."""
    return globals()[name](*args)


def answer(value: Any) -> Any:
    return value


def pause(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def burn(seconds: float) -> str:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return "burnt"


def grow(mib: int) -> int:
    return len(bytearray(mib * MIB)) // MIB


def fail(what: str) -> None:
    raise ValueError(what)


def refuse() -> None:
    from conference.rendering.fetcher import ResourceRefused

    raise ResourceRefused("/etc/passwd")


def unpicklable() -> Any:
    return lambda: None


def leave() -> None:
    os._exit(7)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(mark: str) -> str:
    if not Path(mark).exists():
        Path(mark).touch()
        die()
    return "second time"


def start_sleeper() -> int:
    return subprocess.Popen(["sleep", "60"]).pid


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def cpu_left() -> float:
    return resource.getrlimit(resource.RLIMIT_CPU)[0] - time.process_time()


def imported(*names: str) -> list[str]:
    return [name for name in names if name in sys.modules]


def keep_waste(mib: int) -> None:
    """Rubbish that only a sweep finds."""
    waste: list[Any] = [bytearray(b"x") * (mib * MIB)]
    waste.append(waste)
