"""Handing work to the background engine.

A task is written to the database in the caller's transaction, so a verb that fails leaves nothing behind.
Tasks take ids, look their rows up again, and may run twice.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django_q.tasks import async_task


class Queue(StrEnum):
    FAST = "fast"
    LONG = "long"


def path_of(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def enqueue(function: Callable[..., Any], *args: int | str, queue: Queue = Queue.FAST) -> None:
    """Run *function* with *args* (ids, never objects) on *queue*, soon and at least once."""
    async_task(path_of(function), *args, cluster=queue.value if queue is not Queue.FAST else None)
