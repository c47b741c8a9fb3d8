from __future__ import annotations

import secrets
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference, ConferenceQuerySet, Person

from .releases import Release
from .sessions import Session


class StarQuerySet(models.QuerySet["Star"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(session__conference=conference)

    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)


class Star(models.Model):
    """A session that a signed-in person has marked for their own programme. Visitors keep theirs in a cookie."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stars", verbose_name=_("person"))
    session = models.ForeignKey(Session, models.CASCADE, related_name="stars", verbose_name=_("session"))
    marked_at = models.DateTimeField(_("marked"), default=timezone.now)

    objects = StarQuerySet.as_manager()

    class Meta:
        verbose_name = _("star")
        verbose_name_plural = _("stars")
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_star_per_session_and_person")]

    def __str__(self) -> str:
        return f"{self.person_id} ★ {self.session_id}"


def new_token() -> str:
    """What nobody guesses: 192 bits, safe in an address."""
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """The secret address at which a person's calendar reads their own programme of one conference.

    A calendar program has no cookies, so the address itself is the key; whoever lost it renews it.
    """

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="calendar_feeds", verbose_name=_("conference")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name=_("person")
    )
    token = models.CharField(_("secret part of the address"), max_length=40, unique=True, default=new_token)
    renewed_at = models.DateTimeField(_("renewed"), default=timezone.now)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(fields=["conference", "person"], name="one_calendar_feed_per_person_and_conference")
        ]

    def __str__(self) -> str:
        return f"{self.conference_id}/{self.person_id}"


def print_path(made: ProgrammePrint, filename: str) -> str:
    return f"programme/{made.release.conference_id}/{uuid.uuid4().hex}.pdf"


class ProgrammePrintQuerySet(models.QuerySet["ProgrammePrint"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(release__conference=conference)

    def made(self) -> Self:
        return self.exclude(file="")


class ProgrammePrint(models.Model):
    """A release as a printed document: the programme booklet or the book of abstracts. Kept for each release."""

    class Kind(models.TextChoices):
        BOOKLET = "booklet", _("programme booklet")
        ABSTRACTS = "abstracts", _("book of abstracts")

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="prints", verbose_name=_("release of the programme")
    )
    kind = models.CharField(pgettext_lazy("of a document", "kind"), max_length=10, choices=Kind)
    file = models.FileField(_("file"), upload_to=print_path, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)

    objects = ProgrammePrintQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed programme")
        verbose_name_plural = _("printed programmes")
        ordering = ["-release__number", "kind"]
        constraints = [models.UniqueConstraint(fields=["release", "kind"], name="one_print_of_a_kind_per_release")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.release}"
