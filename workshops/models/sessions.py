from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceQuerySet, Room

from .seasons import Audience, Course, EventFormat, Expert, Theme
from .tracks import Track

DOORS_OPEN_BEFORE = timedelta(minutes=15)


class SessionQuerySet(ConferenceQuerySet):
    def upcoming(self) -> Self:
        return self.filter(ends__gte=timezone.now())

    def standing(self) -> Self:
        """Without those taken out of the programme."""
        return self.filter(is_off=False)

    def for_the_programme(self) -> Self:
        """In time order, with what the programme prints about each."""
        return self.standing().in_the_order_of_the_programme()

    def in_the_order_of_the_programme(self) -> Self:
        return self.select_related("track", "room").order_by("starts", "track__number", "pk")


class Session(models.Model):
    """Something that happens at a time: a plenary, a sitting of a track, an event of a season."""

    class Format(models.TextChoices):
        PLENARY = "plenary", _("plenary")
        WORKSHOP_SESSION = "workshop_session", _("workshop session")
        ROUND_TABLE = "round_table", _("round table")
        POSTERS = "posters", _("poster session")
        MASTER_CLASS = "master_class", _("master class")
        MEETING = "meeting", _("meeting")
        CEREMONY = "ceremony", _("ceremony")
        BREAK = "break", _("break")
        EVENT = "event", _("event of a season")

    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="sessions", verbose_name=_("conference")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    format = models.CharField(_("format"), max_length=20, choices=Format)
    kind = models.ForeignKey(
        EventFormat, models.PROTECT, null=True, blank=True, related_name="sessions",
        verbose_name=_("format of the event"),
        help_text=_("For the events of a season: formats are kept as a list that organisers add to."),
    )  # fmt: skip
    course = models.ForeignKey(
        Course, models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name=_("course"),
        help_text=_("For a meeting of a course of several; meetings are numbered in the order of their dates."),
    )  # fmt: skip
    themes = models.ManyToManyField(Theme, blank=True, related_name="sessions", verbose_name=_("themes"))
    experts = models.ManyToManyField(
        Expert, through="workshops.Hosting", blank=True, related_name="sessions", verbose_name=_("hosts and experts")
    )
    track = models.ForeignKey(
        Track, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("track")
    )
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, verbose_name=_("room"))
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    host = models.CharField(_("host"), max_length=250, blank=True)
    audience: models.JSONField[list[str]] = models.JSONField(_("audience"), default=list, blank=True)
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"))
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    expected = models.PositiveIntegerField(
        _("guests expected"), null=True, blank=True, help_text=_("An estimate, compared with the seats of the room.")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="ru")
    interpretation = models.BooleanField(_("interpretation"), default=False)
    captions = models.BooleanField(_("captions"), default=False)
    sign_language = models.BooleanField(_("sign language"), default=False)
    join_link = models.URLField(
        _("link for taking part online"), blank=True, max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Approved participants get it on My page from 15 minutes before the beginning until the end."),
    )  # fmt: skip

    fallback = models.CharField(
        _("if the broadcast fails"), max_length=250, blank=True,
        help_text=_("A telephone number or another way in, shown beside the link for taking part."),
    )  # fmt: skip
    is_off = models.BooleanField(
        _("taken out of the programme"), default=False, editable=False,
        help_text=_("A session that was released once is kept, so that those who came for it are told."),
    )  # fmt: skip
    off_note = models.CharField(
        _("why it does not take place"), max_length=300, blank=True, editable=False,
        help_text=_("For an event of a season that was called off: shown on its page and written in the letter."),
    )  # fmt: skip
    announced_at = models.DateTimeField(_("announced"), default=timezone.now, editable=False)
    sequence = models.PositiveSmallIntegerField(
        _("how often it was announced anew"), default=0, editable=False,
        help_text=_("Of an event of a season, which has no releases: grows when it is moved or called off."),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("announced anew"), null=True, blank=True, editable=False)
    moved_from = models.DateTimeField(_("announced before for"), null=True, blank=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts", "track__number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="session_ends_after_it_starts",
                violation_error_message=_("A session ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(seats_taken__lte=F("seats")), name="no_more_guests_than_seats"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """An event of a season has a format of the season's own list; what is chosen for it is of the same season."""
        super().clean()
        if self.conference_id and self.conference.is_season and self.kind_id is None:
            raise ValidationError(_("Choose the format of the event."), code="kind")
        for row in (self.kind, self.course):
            if row is not None and row.conference_id != self.conference_id:
                raise ValidationError(_("Choose a format and a course of this season."), code="foreign")

    @property
    def minutes(self) -> int:
        return round((self.ends - self.starts).total_seconds() / 60)

    @property
    def format_title(self) -> str:
        """The format in words of the active language: of a season's own list, or one of the conference's kinds."""
        return self.kind.title if self.kind_id and self.kind else str(self.get_format_display())

    @property
    def is_break(self) -> bool:
        return self.format == self.Format.BREAK

    def may_be_joined(self) -> bool:
        """Whether the link for taking part online is given out now: from 15 minutes before until the end."""
        return bool(self.join_link) and self.starts - DOORS_OPEN_BEFORE <= timezone.now() <= self.ends

    def audience_labels(self) -> list[str]:
        """The audience in words of the active language; unknown keys are left out."""
        known = dict(Audience.choices)
        return [str(known[key]) for key in self.audience if key in known]
