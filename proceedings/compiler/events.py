"""What the compiler tells of its progress."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .book import Article


@dataclass(frozen=True)
class Event:
    """Progress of the work.

    ``kind`` is ``"found"`` (of *total* articles so many are *ready* in the cache), ``"next"`` (an article is about to
    be typeset), ``"article"`` (it is done, with its verdict), ``"front"`` (contents, index and the like are next),
    ``"assembling"`` (joining) or ``"whole"`` (joining was not possible: everything is typeset at once).
    """

    kind: str
    article: Article | None = None
    verdict: dict[str, Any] = field(default_factory=dict)
    ready: int = 0
    total: int = 0
