from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from .sessions import Session
from .submissions import Submission


class Talk(models.Model):
    """One thing said or shown within a session, in speaking order: an accepted paper, a statement, a poster."""

    class Kind(models.TextChoices):
        PAPER = "paper", pgettext_lazy("talk", "paper")
        STATEMENT = "statement", _("statement")
        POSTER = "poster", _("poster")

    session = models.ForeignKey(Session, models.CASCADE, related_name="talks", verbose_name=_("session"))
    submission = models.OneToOneField(
        Submission, models.CASCADE, null=True, blank=True, related_name="talk", verbose_name=_("submission")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PAPER)
    order = models.PositiveSmallIntegerField(_("speaking order"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)
    title = models.CharField(_("title"), max_length=300, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=250, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="ru")
    board = models.CharField(_("number of the board"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="paper") | Q(submission__isnull=False), name="talk_of_a_paper_has_its_submission"
            )
        ]

    def __str__(self) -> str:
        return self.title or (str(self.submission) if self.submission_id else str(self.get_kind_display()))


def clock(starts: datetime, talks: Iterable[Talk]) -> dict[int, datetime]:
    """When each of the *talks* of one session, in speaking order, begins; posters hang from the beginning."""
    found, moment = {}, starts
    for talk in talks:
        if talk.kind == Talk.Kind.POSTER:
            found[talk.pk] = starts
            continue
        found[talk.pk] = moment
        moment += timedelta(minutes=talk.minutes)
    return found


class Speaker(models.Model):
    """Somebody who appears in a session, by the name that is printed; ``person`` when we know who it is."""

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("speaker")
        MODERATOR = "moderator", _("moderator")
        RAPPORTEUR = "rapporteur", _("rapporteur")
        HOST = "host", _("host")

    session = models.ForeignKey(Session, models.CASCADE, related_name="speakers", verbose_name=_("session"))
    talk = models.ForeignKey(
        Talk, models.CASCADE, null=True, blank=True, related_name="speakers", verbose_name=_("talk")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="appearances",
        verbose_name=_("person"),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.SPEAKER)
    name = models.CharField(_("name, as printed"), max_length=200)
    position = models.CharField(_("position"), max_length=250, blank=True)
    organisation = models.CharField(_("organisation"), max_length=250, blank=True)
    country = CountryField(_("country"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
