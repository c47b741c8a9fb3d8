from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet, Room

from .sessions import Session


class ReleaseQuerySet(ConferenceQuerySet["Release"]):
    def current(self, conference: Conference) -> Release | None:
        """The newest release: what the public sees."""
        return self.of(conference).order_by("-number").first()


class Release(models.Model):
    """A numbered, named programme, frozen. The public reads the newest one; the draft is the Session rows."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="releases", verbose_name=_("conference"))
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("what has changed, in words"), blank=True)
    changes: models.JSONField[list[dict[str, Any]]] = models.JSONField(_("changes"), default=list)
    released_at = models.DateTimeField(_("released on"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release of the programme")
        verbose_name_plural = _("releases of the programme")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="one_release_per_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class ReleasedSession(models.Model):
    """A session as one release froze it.

    ``facts`` holds all that is printed, in both languages: ``title_ru``, ``title_en``, ``summary_ru``, ``summary_en``,
    ``host_ru``, ``host_en``, ``format``, ``track`` (number or None), ``language``, ``interpretation``, ``captions``,
    ``sign_language``, ``seats``, ``room`` (``{title_ru, title_en, step_free, hearing_loop}`` or None), ``speakers`` and
    ``talks`` (lists of flat dictionaries, see ``workshops.services.releases.facts_of``). Never changed after saving.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="sessions", verbose_name=_("release"))
    session = models.ForeignKey(Session, models.PROTECT, related_name="released", verbose_name=_("session"))
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("room"))
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"))
    facts: models.JSONField[dict[str, Any]] = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("released session")
        verbose_name_plural = _("released sessions")
        ordering = ["starts", "pk"]
        constraints = [models.UniqueConstraint(fields=["release", "session"], name="session_once_in_a_release")]

    def __str__(self) -> str:
        return str(self.facts.get("title_ru") or self.session_id)
