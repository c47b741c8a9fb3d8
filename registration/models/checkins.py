from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet
from workshops.models import Session

from .registrations import Registration


class CheckInQuerySet(ConferenceQuerySet["CheckIn"]):
    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)

    def at_the_entrance(self) -> Self:
        return self.filter(session=None)

    def counted(self) -> Self:
        """Those that count for certificates: standing, on a day of the conference. Rehearsals are on other days."""
        return self.standing().filter(day__gte=F("conference__starts"), day__lte=F("conference__ends"))


class CheckIn(models.Model):
    """That a participant came: to the venue on one day, or to one session (in the hall or online).

    ``nonce`` is made by the device that saw the guest, so a report that arrives twice, or from two doors, is one row.
    """

    class Method(models.TextChoices):
        SCAN = "scan", _("badge scanned")
        NAME = "name", _("found by name")
        DELEGATION = "delegation", _("with the whole delegation")
        ONLINE = "online", _("joined online")
        DESK = "desk", _("registered at the desk")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="check_ins", verbose_name=_("conference"))
    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="check_ins", verbose_name=_("registration")
    )
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="check_ins", verbose_name=_("session")
    )
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    door = models.CharField(_("door"), max_length=40, blank=True)
    method = models.CharField(_("how"), max_length=10, choices=Method, default=Method.SCAN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    nonce = models.UUIDField(_("report"), default=uuid.uuid4, editable=False)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "nonce"], name="one_check_in_per_report"),
            models.UniqueConstraint(
                fields=["registration", "day"],
                condition=Q(session=None, undone_at=None),
                name="one_check_in_a_day_at_the_entrance",
            ),
            models.UniqueConstraint(
                fields=["registration", "session"],
                condition=Q(session__isnull=False, undone_at=None),
                name="one_check_in_per_session",
            ),
        ]
        indexes = [models.Index(fields=["conference", "day"], name="check_ins_of_a_day")]

    def __str__(self) -> str:
        return f"{self.registration} {self.day:%Y-%m-%d}"

    @property
    def is_rehearsal(self) -> bool:
        """Made on a day outside the conference: shown and synchronised like any other, never counted."""
        return not self.conference.starts <= self.day <= self.conference.ends

    @property
    def local_at(self) -> datetime:
        return timezone.localtime(self.at, self.conference.zone)
