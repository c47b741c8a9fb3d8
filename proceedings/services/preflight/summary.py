"""The pre-flight list of a volume in a few lines, for pages that lead to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from proceedings.models import ArticleStep, Volume
from proceedings.services.steps import FINAL, state_in, with_state

from .items import SEVERITIES, TAGS

NOT_READY = {*ArticleStep.State.values} - {*FINAL, ArticleStep.State.READY, ArticleStep.State.APPROVED}


@dataclass(frozen=True)
class Kind:
    """Findings of one kind: how many articles have them."""

    name: str
    severity: str
    articles: int

    @property
    def tag(self) -> str:
        return TAGS[self.severity]


@dataclass(frozen=True)
class Summary:
    """What the whole list says."""

    kinds: list[Kind]
    not_ready: int
    total: int


def summary_of(volume: Volume) -> Summary:
    """How many articles are not ready, and how many have findings of each kind, what stops publishing first."""
    from . import of_volume

    lists = of_volume(volume)
    names: dict[tuple[str, str], str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for items in lists.values():
        for code, severity in {(item.code, item.severity) for item in items}:
            counts[code, severity] += 1
        for item in items:
            names.setdefault((item.code, item.severity), item.kind or item.text)
    ordered = sorted(counts, key=lambda key: (SEVERITIES.index(key[1]), -counts[key], names[key]))
    kinds = [Kind(names[key], key[1], counts[key]) for key in ordered]
    rows = with_state(volume.articles.filter(pk__in=lists))
    return Summary(kinds, sum(state_in(row) in NOT_READY for row in rows), len(lists))
