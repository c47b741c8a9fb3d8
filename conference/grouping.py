"""Numbers about groups of people or schools, told so that nobody small is seen apart.

A group is shown when it has at least ``least`` members. The others are told together, and only if together they are
enough; otherwise the smallest groups that could be shown join them, so that no difference between a total and what is
shown is a small group (complementary suppression).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
LEAST = 5
"""No group smaller than this is ever shown, whatever is asked for."""
STEP = 5
"""Per cents of small groups are told in steps of so many."""


@dataclass(frozen=True)
class Grouped(Generic[K]):
    """Which groups are shown: ``apart``, the largest first, and ``others``, told as one. Both empty: show nothing."""

    apart: tuple[K, ...] = ()
    others: frozenset[K] = frozenset()


def grouped(sizes: Mapping[K, int], *, least: int = LEAST) -> Grouped[K]:
    """What may be shown of groups of these *sizes*; groups of nobody are left out.

    Nothing at all when all of them together are fewer than *least*.
    """
    least = max(least, LEAST)
    there = {key: size for key, size in sizes.items() if size > 0}
    if sum(there.values()) < least:
        return Grouped()
    largest_first = sorted(there, key=lambda key: (-there[key], str(key)))
    apart = [key for key in largest_first if there[key] >= least]
    others = [key for key in largest_first if there[key] < least]
    while others and sum(there[key] for key in others) < least and apart:
        others.append(apart.pop())
    return Grouped(tuple(apart), frozenset(others))


def hidden(bases: Mapping[K, int], *, least: int = LEAST) -> frozenset[K]:
    """Which cells of a row may not be shown, when each rests on so many members and their sum may be known.

    Those that rest on too few, and with them the smallest others until what is hidden rests on enough together.
    """
    found = grouped(bases, least=least)
    there = {key for key, base in bases.items() if base > 0}
    return frozenset(there) if not found.apart and not found.others else found.others


def rounded(percent: float) -> int:
    """Per cent of a small group in steps of five, from 5 to 95: that all or none of it are alike is not told."""
    return min(max(math.floor(percent / STEP + 0.5) * STEP, STEP), 100 - STEP)
