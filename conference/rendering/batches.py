"""Many small documents: laid out in batches, each batch in a child of its own, several children at a time."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillBusy
from dataclasses import dataclass, field
from pathlib import Path

from .child import TICK_SECONDS, Limits, run_in_child
from .engine import Sheet, Typeset, typeset_sheets

WORKERS = min(2, os.cpu_count() or 1)


@dataclass(frozen=True)
class Batch:
    """One layout: its HTML, the documents to be written each on its own; with ``font_store`` all pages as well."""

    html: str
    sheets: list[Sheet | None] = field(default_factory=list)
    font_store: Path | None = None


class _Abandoned(Exception):
    """The asker has gone: the child is to be killed."""


def typeset_all(
    batches: Iterable[Batch],
    *,
    stylesheets: Sequence[Path],
    roots: Sequence[Path],
    limits: Limits,
    workers: int = WORKERS,
    on_tick: Callable[[], None] = lambda: None,
) -> Iterator[Typeset]:
    """What comes of each batch, in order. *batches* is read a little ahead, so its HTML is made while children work.

    *on_tick* is called in the caller's thread about once a second; what it raises stops the children and propagates.
    Raises RenderFailed.
    """
    gone = threading.Event()

    def tick() -> None:
        if gone.is_set():
            raise _Abandoned

    def typeset(batch: Batch) -> Typeset:
        made: Typeset = run_in_child(
            typeset_sheets, batch.html, list(stylesheets), list(roots), batch.sheets, batch.font_store,
            limits=limits, on_tick=tick,
        )  # fmt: skip
        return made

    waiting: deque[Future[Typeset]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="typeset") as pool:
        try:
            for batch in batches:
                waiting.append(pool.submit(typeset, batch))
                if len(waiting) > workers:
                    yield _next(waiting, on_tick)
            while waiting:
                yield _next(waiting, on_tick)
        finally:
            gone.set()
            for future in waiting:
                future.cancel()


def _next(waiting: deque[Future[Typeset]], on_tick: Callable[[], None]) -> Typeset:
    while True:
        on_tick()
        try:
            made = waiting[0].result(timeout=TICK_SECONDS)
        except StillBusy:
            continue
        waiting.popleft()
        return made
