"""What the library tells the plan of a season."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from proceedings.models import Material
from workshops.models import Session


def materials_of(sessions: Iterable[Session]) -> dict[int, int]:
    """How many published materials each event has."""
    rows = Material.objects.published().filter(session__in=list(sessions))
    return dict(Counter(rows.values_list("session", flat=True)))
