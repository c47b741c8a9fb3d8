"""Listeners at the events of a season: who means to come, who was there, who finished a course."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference
from workshops.models import Course, Listener, Session


class OfAnEvent(models.QuerySet[models.Model]):
    """Rows that reach their conference through an event."""

    def of(self, conference: Conference) -> Self:
        return self.filter(session__conference=conference)


class SignUp(models.Model):
    """That a listener means to come to an event and wants to be reminded. Events have as many places as it takes."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="sign_ups", verbose_name=_("event"))
    listener = models.ForeignKey(Listener, models.CASCADE, related_name="sign_ups", verbose_name=_("listener"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    day_before_at = models.DateTimeField(_("reminded the day before"), null=True, blank=True, editable=False)
    hour_before_at = models.DateTimeField(_("reminded an hour before"), null=True, blank=True, editable=False)
    recording_at = models.DateTimeField(_("told of the recording"), null=True, blank=True, editable=False)

    objects = OfAnEvent.as_manager()

    class Meta:
        verbose_name = _("sign-up for an event")
        verbose_name_plural = _("sign-ups for events")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "listener"], name="one_sign_up_per_event")]

    def __str__(self) -> str:
        return f"{self.listener}: {self.session}"


class Attendance(models.Model):
    """That a listener joined an event: recorded by the click that leads to the video service."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances", verbose_name=_("event"))
    listener = models.ForeignKey(Listener, models.CASCADE, related_name="attendances", verbose_name=_("listener"))
    at = models.DateTimeField(pgettext_lazy("of an event online", "joined"), default=timezone.now)
    is_sure = models.BooleanField(
        _("joined by a link of their own"), default=False,
        help_text=_("Or signed in. Only such attendance counts for a certificate of hours."),
    )  # fmt: skip
    recording_at = models.DateTimeField(_("told of the recording"), null=True, blank=True, editable=False)

    objects = OfAnEvent.as_manager()

    class Meta:
        verbose_name = _("attendance of an event")
        verbose_name_plural = _("attendances of events")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "listener"], name="one_attendance_per_event")]

    def __str__(self) -> str:
        return f"{self.listener}: {self.session}"


class CourseMember(models.Model):
    """A listener who takes a course; ``certified_at`` once the certificate of hours was issued."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="members", verbose_name=_("course"))
    listener = models.ForeignKey(Listener, models.CASCADE, related_name="courses", verbose_name=_("listener"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    certified_at = models.DateTimeField(_("certificate issued"), null=True, blank=True, editable=False)

    objects = models.Manager()

    class Meta:
        verbose_name = _("member of a course")
        verbose_name_plural = _("members of courses")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["course", "listener"], name="one_membership_per_course")]

    def __str__(self) -> str:
        return f"{self.listener}: {self.course}"
