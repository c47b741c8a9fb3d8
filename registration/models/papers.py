from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet, IssuedDocument

KEPT_FOR = timedelta(days=30)


class PaperBatchQuerySet(ConferenceQuerySet["PaperBatch"]):
    def outlived(self) -> Self:
        """Those whose file is to be deleted: a sheet of names is no archive."""
        return self.exclude(file="").filter(created__lt=timezone.now() - KEPT_FOR)


class PaperBatch(models.Model):
    """Documents of one kind issued together: for whom, how they are to be printed, and the file that came of it."""

    class Layout(models.TextChoices):
        SINGLE = "single", _("one to a page")
        FOUR = "four", _("four to an A4 page, A6 each")
        EIGHT = "eight", _("eight to an A4 page, 74 × 105 mm each")

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="paper_batches", verbose_name=_("conference")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=IssuedDocument.Kind)
    layout = models.CharField(_("layout"), max_length=6, choices=Layout, default=Layout.SINGLE)
    registrations: models.JSONField[list[int]] = models.JSONField(_("registrations"), default=list, editable=False)
    wants_file = models.BooleanField(_("one file for printing"), default=True)
    tells_people = models.BooleanField(_("each person gets a letter"), default=False)
    is_early = models.BooleanField(_("before the last day"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    file = models.FileField(_("file"), upload_to="papers/%Y/", blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    created = models.DateTimeField(_("asked"), auto_now_add=True)

    objects = PaperBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of documents")
        verbose_name_plural = _("batches of documents")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {len(self.registrations)}"
