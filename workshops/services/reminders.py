"""A letter some time before something begins, each once: the window in which it is due, and taking those that are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Reminder:
    """A letter that is due while the beginning is within *latest*, but not within *earliest* any more.

    Whoever came less than *rest* ago has just had a letter. *field* keeps when it was written.
    """

    key: str
    field: str
    earliest: timedelta
    latest: timedelta
    rest: timedelta

    def due(self, rows: QuerySet[Row], now: datetime, *, begins: str, came: str) -> QuerySet[Row]:
        """Those of *rows* to be written to; *begins* and *came* are the names of their moments."""
        asked: dict[str, Any] = {
            f"{begins}__gt": now + self.earliest, f"{begins}__lte": now + self.latest,
            f"{came}__lte": now - self.rest, self.field: None,
        }  # fmt: skip
        return rows.filter(**asked).order_by(begins, "pk")

    def take(self, due: QuerySet[Row], now: datetime, *, most: int) -> list[Row]:
        """Lock at most so many of *due* and note them as written. Call within the transaction that writes the letters.

        Two that take at once share the rows, where the database can; none is taken twice.
        """
        skip = connection.features.has_select_for_update_skip_locked
        taken = list(due.select_for_update(of=("self",), skip_locked=skip)[:most])
        due.model._default_manager.filter(pk__in=[each.pk for each in taken]).update(**{self.field: now})
        return taken
