from __future__ import annotations

import zoneinfo
from datetime import date, datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

RESERVED_SLUGS = frozenset(
    (
        *("accounts", "admin", "api", "demo", "documents", "healthz", "language", "library", "me"),
        *("messages", "metrics", "oai", "reading", "static", "ui", "verify"),
    )
)


def validate_slug_is_free(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is an address of the site itself. Choose another."), params={"slug": slug})


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not an IANA time zone, such as Europe/Moscow."), params={"name": name})


class ConferencesQuerySet(models.QuerySet["Conference"]):
    def public(self) -> Self:
        """Conferences that anybody may look at, archived ones included."""
        return self.exclude(visibility=Conference.Visibility.DRAFT)

    def current(self) -> Conference | None:
        """The conference the front page presents: the nearest one that has not ended."""
        upcoming = self.public().filter(kind=Conference.Kind.CONFERENCE, ends__gte=timezone.localdate())
        return upcoming.order_by("starts").first()


class Conference(models.Model):
    """One edition of a conference, or one season of events: the owner of every other row."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("conference")
        SEASON = "season", _("season of events")

    class Visibility(models.TextChoices):
        DRAFT = "draft", _("draft: staff only")
        PUBLIC = "public", _("public")
        ARCHIVED = "archived", _("archived: public, closed for changes")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CONFERENCE)
    slug = models.SlugField(_("address"), unique=True, validators=[validate_slug_is_free])
    title = models.CharField(_("title"), max_length=250)
    short_title = models.CharField(_("short title"), max_length=60, blank=True)
    theme = models.TextField(_("theme"), blank=True, help_text=_("One sentence under the title on the home page."))
    place = models.CharField(_("place"), max_length=150, blank=True)
    when_note = models.CharField(_("note beside the dates"), max_length=150, blank=True)
    organiser = models.CharField(_("organiser"), max_length=250, blank=True)
    address = models.CharField(_("address of the organising committee"), max_length=250, blank=True)
    signatory = models.CharField(_("who signs the letters"), max_length=150, blank=True)
    signatory_post = models.CharField(_("post of the signatory"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="Europe/Moscow", validators=[validate_time_zone]
    )
    working_languages = models.CharField(_("working languages"), max_length=100, default="ru,en")
    registration_opens = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes = models.DateTimeField(_("registration closes"), null=True, blank=True)
    call_opens = models.DateTimeField(_("call for papers opens"), null=True, blank=True)
    call_closes = models.DateTimeField(_("call for papers closes"), null=True, blank=True)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.DRAFT)
    is_demonstration = models.BooleanField(
        _("demonstration"), default=False, help_text=_("Everything shown and printed is marked as an example.")
    )

    objects = ConferencesQuerySet.as_manager()

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="conference_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url("conference_home")

    def url(self, name: str, **kwargs: object) -> str:
        """Address of the page *name* within this conference, in the active language."""
        return reverse(name, kwargs={"conference_slug": self.slug, **kwargs})

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self) -> date:
        return timezone.localdate(timezone=self.zone)

    @property
    def is_season(self) -> bool:
        return self.kind == self.Kind.SEASON

    @property
    def is_archived(self) -> bool:
        return self.visibility == self.Visibility.ARCHIVED

    def registration_is_open(self) -> bool:
        return not self.is_archived and _within(self.registration_opens, self.registration_closes)

    def call_is_open(self) -> bool:
        return not self.is_archived and _within(self.call_opens, self.call_closes)


def _within(opens: datetime | None, closes: datetime | None) -> bool:
    """Open from *opens* until *closes*, inclusive; a missing *opens* means not announced yet."""
    now = timezone.now()
    return opens is not None and opens <= now and (closes is None or now <= closes)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(conference=conference)


class Deadline(models.Model):
    """A date that participants plan around, shown in a row on the home page."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="deadlines", verbose_name=_("conference"))
    day = models.DateField(_("date"))
    title = models.CharField(_("what happens"), max_length=120)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.title}"

    def days_left(self) -> int:
        return (self.day - self.conference.today()).days
