"""Guarded state moves: the one way in which any ``state`` in Vmeste changes.

A model declares ``State`` (TextChoices) and ``MOVES`` (state -> allowed next states). ``move`` is a
compare-and-swap, so two people who decide at once cannot both succeed, and it writes the audit row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conference.models import Person


class MoveNotAllowed(Exception):
    """The subject is not, or is no longer, in a state that permits the move. ``str()`` is for people."""


def refusal_words(refusal: MoveNotAllowed | ValidationError) -> str:
    """What a verb said when it refused, in one line for people; a ValidationError may hold several sentences."""
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


class Moves(models.Model):
    MOVES: ClassVar[Mapping[str, set[str]]] = {}
    state: Any

    class Meta:
        abstract = True

    def may_move(self, to: str) -> bool:
        return to in self.MOVES.get(self.state, set())  # type: ignore[attr-defined]

    def move(self, to: str, *, by: Person | None, reason: str = "", **fields: Any) -> None:
        """Change ``state`` to *to* together with *fields*, and log who did it and why.

        Raises MoveNotAllowed when MOVES forbids it or when somebody else moved the row meanwhile.
        """
        was = self.state  # type: ignore[has-type]
        if not self.may_move(to):
            raise MoveNotAllowed(self._refusal(was))
        manager: models.Manager[Any] = type(self)._base_manager
        changed = manager.filter(pk=self.pk, state=was).update(state=to, **fields)
        if not changed:
            self.refresh_from_db()
            raise MoveNotAllowed(self._refusal(self.state))
        self.state = to
        for name, value in fields.items():
            setattr(self, name, value)
        LogEntry.objects.log_create(
            self,
            action=LogEntry.Action.UPDATE,
            changes={"state": [was, to]},
            actor=by,
            additional_data={"reason": reason} if reason else None,
        )

    def _refusal(self, state: str) -> str:
        label = self.State(state).label  # type: ignore[attr-defined]
        return _("“%(subject)s” is now in the state “%(state)s”, so this step is not possible.") % {
            "subject": self,
            "state": label,
        }
