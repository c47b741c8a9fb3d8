from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceQuerySet


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

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="one_track_per_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=4), name="four_tracks",
                violation_error_message=_("The number of a track is 1, 2, 3 or 4."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.conference.url("workshops:track", number=self.number)
