from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet, Person


class AvailabilityQuerySet(ConferenceQuerySet):
    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)


class Availability(models.Model):
    """A stretch of time in which somebody can speak. Who has no row in a conference can speak at any time."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="availabilities", verbose_name=_("conference")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="availabilities", verbose_name=_("person")
    )
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"))

    objects = AvailabilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("time in which somebody can speak")
        verbose_name_plural = _("times in which people can speak")
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="availability_ends_after_it_starts",
                violation_error_message=_("The end must be later than the beginning."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.starts:%d.%m %H:%M}–{self.ends:%H:%M}"

    def covers(self, starts: datetime, ends: datetime) -> bool:
        return self.starts <= starts and ends <= self.ends


class ProgrammeEditQuerySet(ConferenceQuerySet):
    def done_by(self, person: Person) -> Self:
        """What *person* did and has not undone, the newest first."""
        return self.filter(by=person, undone_at=None).order_by("-pk")

    def undone_by(self, person: Person) -> Self:
        """What *person* has undone and may do again, the first one first."""
        return self.filter(by=person).exclude(undone_at=None).order_by("pk")


class ProgrammeEdit(models.Model):
    """One step in the editor of the programme, kept so that it can be undone and done again.

    ``changes`` holds for each row touched ``{"model", "pk", "before", "after"}``: only the fields that differ, or the
    whole row where it was made (``before`` is null) or deleted (``after`` is null). ``told`` is what the list of steps
    says of it: ``title_ru``, ``title_en`` and what the kind of step needs.
    """

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved")
        RESIZED = "resized", _("made longer or shorter")
        CREATED = "created", _("created")
        EDITED = "edited", _("edited")
        TAKEN_OUT = "taken_out", _("taken out")
        PUT_BACK = "put_back", _("put back")
        PLACED = "placed", _("paper placed")
        UNPLACED = "unplaced", _("paper taken away")
        REORDERED = "reordered", _("speaking order changed")
        RETIMED = "retimed", _("minutes of a talk changed")

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="programme_edits", verbose_name=_("conference")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    told: models.JSONField[dict[str, Any]] = models.JSONField(_("in words"), default=dict)
    changes: models.JSONField[list[dict[str, Any]]] = models.JSONField(_("changes"), default=list)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ProgrammeEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("step in the programme")
        verbose_name_plural = _("steps in the programme")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.told.get('title_ru', '')}"
