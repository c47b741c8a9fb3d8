from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet, Person, Role
from conference.permissions import Visitor, kinds_of


class TrackQuerySet(ConferenceQuerySet):
    def chaired_by(self, person: Visitor, conference: Conference) -> Self:
        """Tracks whose chair the person is; a chair without a number chairs them all."""
        tracks = self.of(conference)
        if not isinstance(person, Person) or Role.Kind.CHAIR not in kinds_of(person, conference):
            return tracks.none()
        roles = Role.objects.held_by(person, conference).filter(kind=Role.Kind.CHAIR)
        numbers = set(roles.values_list("track", flat=True))
        return tracks if 0 in numbers else tracks.filter(number__in=numbers)

    def overseen_by(self, person: Visitor, conference: Conference) -> Self:
        """Tracks whose papers the person may read: all for organisers and editors, the own ones for a chair."""
        if getattr(person, "is_superuser", False) or kinds_of(person, conference) & self.READERS_OF_ALL:
            return self.of(conference)
        return self.chaired_by(person, conference)

    READERS_OF_ALL = frozenset({Role.Kind.ORGANISER, Role.Kind.EDITOR})

    def with_paper_counts(self) -> Self:
        """Adds ``accepted_count``, the number of papers that the track has accepted."""
        accepted = Q(submissions__state__in=["accepted", "confirmed"])
        return self.annotate(accepted_count=Count("submissions", filter=accepted))


class Track(models.Model):
    """One of the workshops of a conference: a strand with its own number, colour and shape."""

    class Shape(models.TextChoices):
        CIRCLE = "circle", _("circle")
        SQUARE = "square", _("square")
        TRIANGLE = "triangle", _("triangle")
        DIAMOND = "diamond", _("diamond")

    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="tracks", verbose_name=_("conference")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=250)
    short_title = models.CharField(_("short title"), max_length=80, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown: ## heading, **bold**, - list."))
    chair_line = models.CharField(_("chair, as printed"), max_length=200, blank=True)
    shape = models.CharField(_("shape"), max_length=10, choices=Shape, default=Shape.CIRCLE)

    objects = TrackQuerySet.as_manager()

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="one_track_per_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=4),
                name="four_tracks",
                violation_error_message=_("The number of a track is 1, 2, 3 or 4."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.conference.url("workshops:track", number=self.number)
