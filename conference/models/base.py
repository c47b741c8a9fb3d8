from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .conference import Conference


Row = TypeVar("Row", bound=models.Model)


class ConferenceQuerySet(models.QuerySet[Row]):
    """The first question of every list: of which conference?"""

    def of(self, conference: Conference) -> Self:
        return self.filter(conference=conference)


class Counter(models.Model):
    """The last number given out for one kind of thing in one conference.

    Numbers are taken under a row lock, so two registrations sent in the same second get different ones.
    """

    conference = models.ForeignKey("conference.Conference", models.CASCADE, verbose_name=_("conference"))
    kind = models.CharField(_("kind"), max_length=40)
    value = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        constraints = [models.UniqueConstraint(fields=["conference", "kind"], name="one_counter_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"

    @classmethod
    def locked(cls, conference: Conference, kind: str) -> Counter:
        """The counter of *kind*, its row held until the verb's transaction ends."""
        cls.objects.get_or_create(conference=conference, kind=kind)
        return cls.objects.select_for_update(no_key=True).get(conference=conference, kind=kind)

    def take(self, count: int) -> range:
        """The next *count* numbers, counted from 1, of a counter that is held (see ``locked``)."""
        first = self.value + 1
        self.value += count
        self.save(update_fields=["value"])
        return range(first, first + count)

    @classmethod
    def next(cls, conference: Conference, kind: str) -> int:
        """The next number of *kind*, counted from 1. Call inside the verb's transaction."""
        with transaction.atomic():
            [number] = cls.locked(conference, kind).take(1)
        return number
