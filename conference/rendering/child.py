"""Running one function in a process that can be killed without harm to anybody else."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any

PR_SET_PDEATHSIG = 1
MIB = 1024 * 1024
TICK_SECONDS = 1.0
REFUSALS = {"URLFetchingError", "FatalURLFetchingError", "ResourceRefused"}


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


def forkserver() -> Any:
    """The context whose children begin with WeasyPrint already imported, and whatever was to be preloaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_preloaded)
    return context


_preloaded = ["conference.rendering.engine"]


def preload(module: str) -> None:
    """Have *module* imported once, before there are children, instead of in each of them."""
    if module not in _preloaded:
        _preloaded.append(module)


def start(process: Any) -> None:
    """Start a process of ``forkserver()`` without what ``__main__`` is here.

    A child imports the module by whose name its asker was started, be it a web server or a test runner. Ours need
    nothing of it: what they are to do lies in modules of its own.
    """
    with _starting:
        main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            process.start()
        finally:
            sys.modules["__main__"] = main


_starting = threading.Lock()


def run_in_child(
    function: Callable[..., Any],
    *args: Any,
    limits: Limits,
    on_event: Callable[[Any], None] | None = None,
    on_tick: Callable[[], None] | None = None,
) -> Any:
    """Call ``function(emit, *args)`` in a limited child process and return its result.

    *function* and *args* must be picklable. What the child passes to ``emit`` reaches *on_event* here;
    *on_tick* is called about once a second while the child works. An exception raised by either kills the
    child, whatever it has started, and propagates. Raises RenderFailed.
    """
    context = forkserver()
    ours, theirs = context.Pipe(duplex=False)
    they_watch, we_hold = context.Pipe(duplex=False)  # when we die our end closes, and the child sees it
    process = context.Process(target=_in_child, args=(theirs, they_watch, limits, function, args), daemon=True)
    start(process)
    theirs.close()
    they_watch.close()
    deadline = time.monotonic() + limits.wall_seconds
    try:
        return _listen(ours, process, deadline, on_event, on_tick)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # the child leads its own group: pandoc goes with it
        process.kill()
        process.join()
        ours.close()
        we_hold.close()
        process.close()


_spent: list[float] = []
_largest: list[float] = []


def account(cpu_seconds: float, peak_mib: float) -> None:
    """Note what a child says it has used since it last said so."""
    _spent.append(cpu_seconds)
    _largest.append(peak_mib)


def cpu_seconds_spent() -> float:
    """CPU seconds that all children of this process and theirs have used so far, those killed excepted."""
    return sum(_spent)


def child_mib() -> float:
    """MiB that the largest child so far held in memory, those killed excepted."""
    return max(_largest, default=0.0)


def _listen(
    ours: Connection,
    process: Any,
    deadline: float,
    on_event: Callable[[Any], None] | None,
    on_tick: Callable[[], None] | None,
) -> Any:
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise RenderFailed("time", "wall clock")
        if on_tick:
            on_tick()
        if not ours.poll(min(left, TICK_SECONDS)):
            continue
        try:
            kind, *payload = ours.recv()
        except EOFError:
            process.join(5)
            raise RenderFailed(*_cause_of_death(process.exitcode)) from None
        if kind == "spent":
            account(*payload)
            continue
        if kind == "result":
            return payload[0]
        if kind == "failed":
            raise RenderFailed(*payload)
        if on_event:
            on_event(payload[0])


def _cause_of_death(exitcode: int | None) -> tuple[str, str]:
    if exitcode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "time", "CPU"
    if exitcode in (-signal.SIGABRT, -signal.SIGTRAP):  # how GLib ends when an allocation is refused
        return "memory", f"exit {exitcode}"
    return "error", f"exit {exitcode}"


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent dies. Also fit for ``subprocess``'s ``preexec_fn``."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _die_when_it_closes(watched: Connection) -> None:
    """The parent of a forkserver's child is the forkserver, so the asker is watched through a pipe as well."""
    with contextlib.suppress(EOFError, OSError):
        watched.recv_bytes()
    os.killpg(0, signal.SIGKILL)


def confine(watched: Connection, memory_mib: int) -> None:
    """In a child: lead a group of its own, die with the asker, hold at most *memory_mib*, leave no core."""
    os.setsid()
    die_with_parent()
    threading.Thread(target=_die_when_it_closes, args=(watched,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mib * MIB, memory_mib * MIB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def used() -> tuple[float, float]:
    """CPU seconds of this process and of those it has started, and the most MiB that it held so far."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime, own.ru_maxrss / 1024


def why(error: BaseException) -> tuple[str, str]:
    """The reason and detail of a RenderFailed for what a function in a child has raised."""
    if isinstance(error, MemoryError):
        return "memory", ""
    reason = "refused" if type(error).__name__ in REFUSALS else "error"
    return reason, f"{type(error).__name__}: {error}"[:500]


def _in_child(
    pipe: Connection, watched: Connection, limits: Limits, function: Callable[..., Any], args: tuple[Any, ...]
) -> None:
    """The child's whole life: answer once."""
    confine(watched, limits.memory_mib)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 2))

    def emit(event: Any) -> None:
        pipe.send(("event", event))

    try:
        answer: tuple[Any, ...] = ("result", function(emit, *args))
    except BaseException as error:  # WeasyPrint's FatalURLFetchingError is no Exception
        answer = ("failed", *why(error))
    with contextlib.suppress(BrokenPipeError, MemoryError):
        pipe.send(("spent", *used()))
        pipe.send(answer)
    pipe.close()
