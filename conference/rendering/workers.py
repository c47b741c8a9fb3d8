"""Warm children: set up once, they take one task after another, and can be killed without harm to anybody else.

``with Workers(setup, function, limits=…) as crew: for key, outcome in crew.run(tasks): …``

* *setup* is called without arguments in each child, once; *function* as ``function(state, *args)`` for each task.
  Both, the arguments and what is returned are pickled: module-level functions, or ``functools.partial`` of them.
* A task is ``(key, args)``. Outcomes come as ``(key, value)`` in the order in which they are done; the value of a task
  that raised, overran its limits or died is a ``RenderFailed``. Nothing but that task suffers: its child is replaced.
* Each task has its own CPU limit and its own wall clock; ``limits.memory_mib`` is what the child may ever hold.
* Garbage is not looked for: what refers to itself stays (an article leaves some 3 MiB), and a child that has grown
  larger than ``LARGEST_MIB``, or has done ``TASKS_EACH`` tasks, is replaced. That costs a third of sweeping.
* *tasks* is read a little ahead in the caller's thread, so that making them costs the children no time.
* A child that something else has killed (the kernel when memory is short, a hand) has its task begun anew once.

What *function* leaves in its state or in a module, the next task of the same child finds there: it must leave nothing.
"""

from __future__ import annotations

import contextlib
import gc
import math
import os
import pickle
import resource
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from .child import MIB, TICK_SECONDS, Limits, RenderFailed, account, confine, forkserver, start, used, why

WORKERS = min(2, os.cpu_count() or 1)
ATTEMPTS = 2
TASKS_EACH = 200
LARGEST_MIB = 136
KEPT_SECONDS = 300.0

Setup = Callable[[], Any]
Function = Callable[..., Any]
READY, KILLED = object(), object()


class Workers:
    """At most *workers* children, started when there is work for them. Used by one thread at a time."""

    def __init__(self, setup: Setup, function: Function, *, limits: Limits, workers: int = WORKERS) -> None:
        self.setup, self.function, self.limits, self.workers = setup, function, limits, workers
        self._children: list[_Child] = []
        self._most = 0
        self._ticked = 0.0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @staticmethod
    @contextlib.contextmanager
    def kept(setup: Setup, function: Function, *, limits: Limits, workers: int = WORKERS) -> Iterator[Workers]:
        """A crew that stays warm after the block, for the next one in this process that asks for the same.

        The same is what pickles to the same bytes: whatever *setup* reads must show in its arguments (the hash of a
        style sheet beside its path). One crew is kept, for ``KEPT_SECONDS`` after its last use.
        """
        asked = pickle.dumps((setup, function, limits, workers))
        crew = _shelf.take(asked) or Workers(setup, function, limits=limits, workers=workers)
        try:
            yield crew
        except BaseException:
            crew.close()
            raise
        crew.warm(crew._most)  # in the place of those that were replaced at the end
        _shelf.keep(asked, crew)

    def warm(self, children: int | None = None) -> None:
        """See to it that *children* (all by default) are there, without waiting until they are ready."""
        wanted = self.workers if children is None else min(children, self.workers)
        while len(self._children) < wanted:
            self._children.append(_Child(self.setup, self.function, self.limits))
            self._most = max(self._most, len(self._children))

    def run(
        self, tasks: Iterable[tuple[Any, tuple[Any, ...]]], *, on_tick: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[Any, Any]]:
        """The outcome of each of *tasks* as soon as it is there: its value, or a RenderFailed.

        *on_tick* is called about once a second in the caller's thread. What it or *tasks* raise propagates; then, as
        when the iterator is left early, the children at work are killed.
        """
        source, waiting = iter(tasks), deque[_Errand]()
        is_read = False
        try:
            while True:
                self._tick(on_tick)
                self._give_out(waiting)
                if not is_read and len(waiting) < self.workers:
                    task = next(source, None)
                    is_read = task is None
                    waiting.extend([] if task is None else [_Errand(*task)])
                elif waiting or any(child.errand for child in self._children):
                    yield from self._outcomes(waiting)
                else:
                    return
        finally:
            for child in [child for child in self._children if child.errand]:
                self._dismiss(child)

    def close(self) -> None:
        """Kill all children."""
        for child in list(self._children):
            self._dismiss(child)

    @property
    def pids(self) -> list[int]:
        """The children there are, ready or not."""
        return [child.process.pid for child in self._children]

    def _tick(self, on_tick: Callable[[], None]) -> None:
        if time.monotonic() - self._ticked >= TICK_SECONDS:
            on_tick()
            self._ticked = time.monotonic()

    def _give_out(self, waiting: deque[_Errand]) -> None:
        """Tasks to those who are idle; more children when there are more tasks than children getting ready."""
        for child in [child for child in self._children if child.is_idle]:
            if waiting and child.take(waiting[0], self.limits):
                waiting.popleft()
            elif waiting:
                self._dismiss(child)
        starting = sum(not child.is_ready for child in self._children)
        if len(waiting) > starting:
            self.warm(len(self._children) + len(waiting) - starting)

    def _outcomes(self, waiting: deque[_Errand]) -> Iterator[tuple[Any, Any]]:
        """What the children say within a second, and what has become of those that are silent for too long."""
        awaited = [child for child in self._children if not child.is_idle]
        patience = min([TICK_SECONDS, *(child.deadline - time.monotonic() for child in awaited)])
        wait([child.pipe for child in awaited], timeout=max(0.0, patience))
        for child in awaited:
            if child.pipe.poll():
                outcome = child.hear()
            elif child.deadline <= time.monotonic():
                outcome, child.is_spent = RenderFailed("time", "wall clock"), True
            else:
                continue
            errand, child.errand = child.errand, None
            if child.is_spent:
                self._dismiss(child)
            if outcome is READY:
                continue
            if errand is None and waiting:  # it could not even get ready: that must end somewhere
                errand = waiting.popleft()
                errand.attempts += 1
            if errand is not None and outcome is KILLED and errand.attempts < ATTEMPTS:
                waiting.appendleft(errand)
            elif errand is not None:
                yield errand.key, RenderFailed("memory", "killed") if outcome is KILLED else outcome

    def _dismiss(self, child: _Child) -> None:
        self._children.remove(child)
        child.end()


@dataclass
class _Errand:
    """A task, and how often it was begun."""

    key: Any
    args: tuple[Any, ...]
    attempts: int = 0


class _Child:
    """One process as its asker sees it: getting ready, idle, busy with an errand, or spent."""

    def __init__(self, setup: Setup, function: Function, limits: Limits) -> None:
        context = forkserver()
        self.pipe, theirs = context.Pipe()
        they_watch, self._held = context.Pipe(duplex=False)  # when we die it closes, and the child sees it
        self.process = context.Process(target=_serve, args=(theirs, they_watch, limits, setup, function), daemon=True)
        start(self.process)
        theirs.close()
        they_watch.close()
        self.deadline = time.monotonic() + limits.wall_seconds
        self.errand: _Errand | None = None
        self.is_ready = self.is_spent = False
        self._done = 0

    @property
    def is_idle(self) -> bool:
        return self.is_ready and self.errand is None

    def take(self, errand: _Errand, limits: Limits) -> bool:
        """Begin with *errand*; False when it has died meanwhile."""
        try:
            self.pipe.send(errand.args)
        except OSError:
            return False
        errand.attempts += 1
        self.errand, self.deadline = errand, time.monotonic() + limits.wall_seconds
        return True

    def hear(self) -> Any:
        """READY, KILLED, or what came of its errand."""
        try:
            spent, mib, is_value, payload = self.pipe.recv()
        except (EOFError, OSError):
            self.is_spent = True
            self.process.join(5)
            return _cause_of_death(self.process.exitcode)
        account(*spent)
        if self.is_ready:
            self._done += 1
            self.is_spent = mib > LARGEST_MIB or self._done >= TASKS_EACH
            return pickle.loads(payload) if is_value else RenderFailed(*pickle.loads(payload))  # noqa: S301  # nosec B301
        self.is_ready, self.is_spent = is_value, not is_value
        return READY if is_value else RenderFailed(*pickle.loads(payload))  # noqa: S301  # nosec B301

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        for each in (self.pipe, self._held, self.process):
            each.close()


def _cause_of_death(exitcode: int | None) -> Any:
    if exitcode == -signal.SIGKILL:
        return KILLED
    if exitcode == -signal.SIGXCPU:
        return RenderFailed("time", "CPU")
    if exitcode in (-signal.SIGABRT, -signal.SIGTRAP):  # how GLib ends when an allocation is refused
        return RenderFailed("memory", f"exit {exitcode}")
    return RenderFailed("error", f"exit {exitcode}")


class _Shelf:
    """The one crew that is kept warm between two uses in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = b""
        self._crew: Workers | None = None
        self._timer: threading.Timer | None = None

    def take(self, asked: bytes) -> Workers | None:
        """The kept crew, when it is the one *asked* for; another one ends."""
        with self._lock:
            crew, is_it = self._lift(), asked == self._asked
        if crew and not is_it:
            crew.close()
        return crew if is_it else None

    def keep(self, asked: bytes, crew: Workers) -> None:
        with self._lock:
            former, self._crew, self._asked = self._lift(), crew, asked
            self._timer = threading.Timer(KEPT_SECONDS, self.clear)
            self._timer.daemon = True
            self._timer.start()
        if former:
            former.close()

    def clear(self) -> None:
        """End the kept crew."""
        with self._lock:
            crew = self._lift()
        if crew:
            crew.close()

    def _lift(self) -> Workers | None:
        if self._timer:
            self._timer.cancel()
        crew, self._crew, self._timer = self._crew, None, None
        return crew


_shelf = _Shelf()
clear = _shelf.clear


def _forget() -> None:
    """A forked process has not got our children: it must neither use nor end them."""
    global _shelf
    _shelf = _Shelf()


os.register_at_fork(after_in_child=_forget)


# -- in the child -------------------------------------------------------------------------------------------


def _serve(pipe: Connection, watched: Connection, limits: Limits, setup: Setup, function: Function) -> None:
    """The child's whole life: get ready, then answer one task after another until it is killed."""
    confine(watched, limits.memory_mib)
    gc.disable()
    ready: list[Any] = []
    _arm(limits.cpu_seconds)
    spent = _answer(pipe, lambda: ready.append(setup()), 0.0)
    if not ready:
        return
    while True:
        try:
            args = pipe.recv()
        except EOFError:
            return
        _arm(limits.cpu_seconds)
        spent = _answer(pipe, partial(function, ready[0], *args), spent)


def _answer(pipe: Connection, act: Callable[[], Any], before: float) -> float:
    """Act, tell what came of it, and return the CPU seconds used so far; *before* were told of already."""
    try:
        is_value, payload = True, pickle.dumps(act(), pickle.HIGHEST_PROTOCOL)
    except BaseException as error:  # WeasyPrint's FatalURLFetchingError is no Exception
        is_value, payload = False, pickle.dumps(why(error))
    seconds, peak_mib = used()
    pipe.send(((seconds - before, peak_mib), resident_mib(), is_value, payload))
    return seconds


def _arm(seconds: int) -> None:
    """So many CPU seconds from now on; then a signal kills."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, hard))


def resident_mib() -> float:
    """What this process holds in memory now."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return used()[1]
    return int(statm.read_text().split()[1]) * resource.getpagesize() / MIB
