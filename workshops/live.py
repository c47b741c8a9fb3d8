"""What thousands look at and nobody owns: pieces of pages kept for half a second in each process, and how busy it is.

A ``Shelf`` holds finished answers under their addresses. One thread makes an answer anew when that is too old; all
others go on giving out the old one meanwhile, for ``STALE`` seconds at the most. Nothing on a shelf may be personal.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

FRESH = 0.5
"""Seconds for which an answer is given out as it is."""
STALE = 3.0
"""Seconds for which it is given out while somebody makes it anew."""
KEPT_AT_MOST = 256
WORTH_PACKING = 500
QUIET_AFTER = 60.0
"""Seconds without a change after which it is enough to ask half as often."""
SLOWEST = 15.0
BUSY = 650.0
"""Requests a second and process from which on browsers are asked to come less often."""
FOLD = 5.0


@dataclass
class Answer:
    """One answer to a GET as it goes out: the text, plain and packed, its strong ETag, and its headers."""

    body: bytes
    etag: str
    headers: dict[str, str]
    interval: float
    made: float = field(default_factory=lambda: time.monotonic())
    changed: float = 0.0
    packed: bytes = b""

    def __post_init__(self) -> None:
        self.changed = self.changed or self.made
        if not self.packed and len(self.body) >= WORTH_PACKING:
            self.packed = gzip.compress(self.body, compresslevel=6, mtime=0)

    @property
    def packed_etag(self) -> str:
        """A strong ETag of its own for the packed form (RFC 9110, 8.8.3.3)."""
        return f'{self.etag[:-1]}-gz"'


class Shelf:
    """The answers of this process. Safe for threads."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._making: dict[str, float] = {}
        self._lock = threading.Lock()

    def look(self, address: str) -> Answer | None:
        """The answer to give out; None tells the caller to make it, and the others to be patient meanwhile."""
        answer = self._answers.get(address)
        if answer is None:
            return None
        now = time.monotonic()
        age = now - answer.made
        if age <= FRESH:
            return answer
        with self._lock:
            if age > STALE or now - self._making.get(address, 0.0) > STALE:
                self._making[address] = now
                return None
        return answer

    def put(self, address: str, answer: Answer) -> None:
        """Keep *answer*; one that says the same as before keeps the moment of the last change."""
        with self._lock:
            before = self._answers.pop(address, None)
            if before is not None and before.etag == answer.etag:
                answer.changed = before.changed
            self._answers[address] = answer
            self._making.pop(address, None)
            while len(self._answers) > KEPT_AT_MOST:
                self._answers.popitem(last=False)

    def drop(self, address: str) -> None:
        with self._lock:
            self._answers.pop(address, None)
            self._making.pop(address, None)

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._making.clear()


class Meter:
    """How many requests a second this process has answered lately: counted by whole seconds, the last five of them."""

    def __init__(self) -> None:
        self._second = 0
        self._count = 0
        self._rate = 0.0

    def tick(self) -> float:
        """Count one request; the rate as of the last full second. Races lose a count now and then, never more."""
        second = int(time.monotonic())
        if second != self._second:
            gone = second - self._second
            share = 1 / FOLD
            self._rate = (self._rate * (1 - share) + self._count * share) * (1 - share) ** max(0, min(gone - 1, 50))
            self._second, self._count = second, 0
        self._count += 1
        return self._rate


def interval_for(answer: Answer, rate: float, *, now: float | None = None) -> float:
    """After how many seconds a browser should ask again: the answer's own interval, longer when little happens or
    when the process has much to do (more than BUSY requests a second)."""
    seconds = answer.interval
    if (time.monotonic() if now is None else now) - answer.changed > QUIET_AFTER:
        seconds *= 2
    if rate > BUSY:
        seconds *= rate / BUSY
    return max(answer.interval, min(seconds, max(SLOWEST, answer.interval)))


shelf = Shelf()
meter = Meter()
