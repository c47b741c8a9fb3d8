"""Every reading of sealed data leaves a row in the audit log first; without the row nothing is read."""

from __future__ import annotations

from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext as _

from conference.models import Person

LONGEST_REASON = 200


class NotLogged(Exception):
    """The reading could not be written into the audit log, so nothing is shown."""

    def __str__(self) -> str:
        return _(
            "The reading could not be logged, so nothing is shown. Try again; if it persists, tell the administrator."
        )


def log_reading(row: models.Model, *, by: Person, reason: str) -> None:
    """Write that *by* reads *row* now, and why. Raises NotLogged; ValidationError without a reason."""
    told = " ".join(reason.split())[:LONGEST_REASON]
    if not told:
        raise ValidationError(_("Write why you need these data: the reason stays in the log."), code="reason")
    if not by.is_authenticated:
        raise PermissionDenied
    try:
        with transaction.atomic():
            entry = LogEntry.objects.log_create(
                row, force_log=True, action=LogEntry.Action.ACCESS, actor=by, additional_data={"reason": told}
            )
    except DatabaseError as error:
        raise NotLogged from error
    if entry is None or entry.pk is None:
        raise NotLogged


def log_writing(row: models.Model, *, by: Person | None, what: str) -> None:
    """Write that *by* changed *row*, without any value of it."""
    LogEntry.objects.log_create(
        row, force_log=True, action=LogEntry.Action.UPDATE, actor=by, additional_data={"what": what}
    )
