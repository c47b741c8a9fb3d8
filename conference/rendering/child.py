"""Running one function in a process that can be killed without harm to anybody else."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

PR_SET_PDEATHSIG = 1
MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a child may use: CPU seconds, MiB of address space, seconds on the wall clock."""

    cpu_seconds: int = 30
    memory_mib: int = 2048
    wall_seconds: int = 60


class RenderFailed(Exception):
    """The child gave no result. ``reason`` is ``"time"``, ``"memory"``, ``"refused"`` or ``"error"``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["conference.rendering.engine"])
    return context


def run_in_child(
    function: Callable[..., Any], *args: Any, limits: Limits, on_event: Callable[[Any], None] | None = None
) -> Any:
    """Call ``function(emit, *args)`` in a limited child process and return its result.

    *function* and *args* must be picklable. What the child passes to ``emit`` reaches *on_event* here; an
    exception raised by *on_event* kills the child and propagates. Raises RenderFailed.
    """
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_in_child, args=(theirs, limits, function, args), daemon=True)
    process.start()
    theirs.close()
    deadline = time.monotonic() + limits.wall_seconds
    try:
        return _listen(ours, process, deadline, on_event)
    finally:
        process.kill()
        process.join()
        ours.close()
        process.close()


def _listen(ours: Connection, process: Any, deadline: float, on_event: Callable[[Any], None] | None) -> Any:
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not ours.poll(min(left, 1.0)):
            if left <= 0:
                raise RenderFailed("time", "wall clock")
            continue
        try:
            kind, *payload = ours.recv()
        except EOFError:
            process.join(5)
            raise RenderFailed(*_cause_of_death(process.exitcode)) from None
        if kind == "result":
            return payload[0]
        if kind == "failed":
            raise RenderFailed(*payload)
        if on_event:
            on_event(payload[0])


def _cause_of_death(exitcode: int | None) -> tuple[str, str]:
    if exitcode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "time", "CPU"
    return "error", f"exit {exitcode}"


def _in_child(pipe: Connection, limits: Limits, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
    """The child's whole life: die with the parent, keep to the limits, answer once."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 2))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_mib * MIB, limits.memory_mib * MIB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def emit(event: Any) -> None:
        pipe.send(("event", event))

    try:
        answer: tuple[Any, ...] = ("result", function(emit, *args))
    except MemoryError:
        answer = ("failed", "memory", "")
    except BaseException as error:  # WeasyPrint's FatalURLFetchingError is no Exception
        refused = type(error).__name__ in {"URLFetchingError", "FatalURLFetchingError", "ResourceRefused"}
        answer = ("failed", "refused" if refused else "error", f"{type(error).__name__}: {error}"[:500])
    with contextlib.suppress(BrokenPipeError, MemoryError):
        pipe.send(answer)
    pipe.close()
