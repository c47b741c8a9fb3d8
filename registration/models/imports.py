from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet
from conference.moves import Moves

from .registrations import Registration

UNDO_FOR = timedelta(days=14)
"""So long the batch remembers the values that it replaced."""
KEPT_FOR = timedelta(days=7)
"""So long an upload that nobody applied is kept."""


class ImportBatchQuerySet(ConferenceQuerySet["ImportBatch"]):
    def forgotten(self) -> Self:
        """Batches whose personal data are no longer needed: old uploads, and those that can no longer be undone."""
        now = timezone.now()
        uploads = models.Q(state=ImportBatch.State.UPLOADED, created__lt=now - KEPT_FOR)
        applied = models.Q(state=ImportBatch.State.APPLIED, applied_at__lt=now - UNDO_FOR)
        return self.filter(uploads | applied).exclude(is_forgotten=True)


class ImportBatch(Moves, models.Model):
    """One table of people brought in from a file: what it held, what became of each row, and how to undo it.

    ``cells`` are the rows as read (``[number in the sheet, [cell, …]]``), ``columns`` the field of each column
    (empty: left out). ``created_rows`` and ``changed_rows`` are what undoing needs; they are forgotten with time.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("to be checked")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("undone")
        DISCARDED = "discarded", _("discarded")

    MOVES = {
        State.UPLOADED: {State.APPLYING, State.DISCARDED},
        State.APPLYING: {State.APPLIED},
        State.APPLIED: {State.UNDONE},
    }

    class NewState(models.TextChoices):
        SUBMITTED = Registration.State.SUBMITTED.value, _("submitted: somebody decides about each later")
        APPROVED = Registration.State.APPROVED.value, _("approved at once")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="imports", verbose_name=_("conference"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED, editable=False)
    name = models.CharField(_("file"), max_length=150, blank=True)
    cells: models.JSONField[list[Any]] = models.JSONField(default=list, blank=True, editable=False)
    has_header = models.BooleanField(_("the first row names the columns"), default=True)
    columns: models.JSONField[list[str]] = models.JSONField(_("columns"), default=list, blank=True, editable=False)
    new_state = models.CharField(
        _("state of new registrations"), max_length=10, choices=NewState, default=NewState.SUBMITTED
    )
    category = models.ForeignKey(
        "registration.Category", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("category, where the table names none"),
    )  # fmt: skip
    created_rows: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list, blank=True, editable=False)
    changed_rows: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list, blank=True, editable=False)
    failures: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list, blank=True, editable=False)
    created_count = models.PositiveIntegerField(_("new"), default=0, editable=False)
    changed_count = models.PositiveIntegerField(_("changed"), default=0, editable=False)
    created = models.DateTimeField(_("uploaded"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True, editable=False)
    kept: models.JSONField[list[str]] = models.JSONField(_("not undone"), default=list, blank=True, editable=False)
    is_forgotten = models.BooleanField(default=False, editable=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of registrations")
        verbose_name_plural = _("imports of registrations")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.name or str(_("pasted table"))

    @property
    def header(self) -> list[str]:
        """The names of the columns as the sheet has them; empty when it has none."""
        return self.cells[0][1] if self.cells and self.has_header else []

    @property
    def may_be_undone(self) -> bool:
        return self.state == self.State.APPLIED and not self.is_forgotten
