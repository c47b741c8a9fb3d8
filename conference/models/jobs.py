from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .base import ConferenceQuerySet


class JobQuerySet(ConferenceQuerySet):
    def unfinished(self) -> Self:
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def about(self, thing: models.Model) -> Self:
        """Work that *thing* was asked for."""
        about = {"about_type__app_label": thing._meta.app_label, "about_type__model": thing._meta.model_name}
        return self.filter(**about, about_id=thing.pk)

    def silent_since(self, moment: datetime) -> Self:
        """Running jobs whose worker gave no sign of life since *moment*."""
        return self.filter(state=Job.State.RUNNING, heartbeat__lt=moment)


class Job(models.Model):
    """Long work that a page watches: who asked, how far it is, and a verdict for each item.

    ``token`` is the fencing token: a run may write only while it still holds it, so a worker that was
    thought dead cannot overwrite its successor.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="jobs", verbose_name=_("conference")
    )
    kind = models.CharField(_("kind"), max_length=40)
    task = models.CharField(_("function"), max_length=200, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("asked by"),
    )
    about_type = models.ForeignKey(ContentType, models.CASCADE, null=True, blank=True)
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    now = models.CharField(_("working on"), max_length=250, blank=True)
    verdicts: models.JSONField[list[dict[str, Any]]] = models.JSONField(_("verdicts"), default=list, blank=True)
    error = models.TextField(_("error"), blank=True)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    heartbeat = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    created = models.DateTimeField(_("asked"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.done}/{self.total}"

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.STOPPED}

    def seconds_left(self) -> int | None:
        """How long the rest will take at the pace so far; None before anything is done."""
        if not self.started_at or not self.done or self.is_finished:
            return None
        spent = (timezone.now() - self.started_at).total_seconds()
        return round(spent / self.done * (self.total - self.done))
