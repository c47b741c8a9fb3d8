"""The plan of improvement that grows out of a self-audit: steps, who, until when, what is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from conference.moves import MoveNotAllowed
from proceedings.models import ChecklistItem, ImprovementStep, SelfAudit

from .counting import Line, sheet_of

MOST_STEPS = 40
FIELDS = ("text", "who", "until", "is_done")


def proposals(audit: SelfAudit) -> list[Line]:
    """Statements answered “no” or “partly” that have no step yet, the weakest first."""
    planned = set(audit.steps.exclude(item=None).values_list("item_id", flat=True))
    return [line for line in sheet_of(audit).weakest if line.item.pk not in planned]


def first_step_of(item: ChecklistItem, language: str) -> str:
    """The step that the checklist advises, in *language* or in the other where it is not written."""
    with override(language):
        return (item.improve or item.text)[:500]


@transaction.atomic
def propose(audit: SelfAudit, items: Iterable[int], *, language: str) -> list[ImprovementStep]:
    """Add the advised steps of *items*, by their keys, to the end of the plan. Those that are there already stay one.

    Raises MoveNotAllowed for a plan that is full.
    """
    wanted = set(items)
    lines = [line for line in proposals(audit) if line.item.pk in wanted]
    order = _room(audit, len(lines))
    return ImprovementStep.objects.bulk_create(
        ImprovementStep(audit=audit, item=line.item, text=first_step_of(line.item, language), order=order + place)
        for place, line in enumerate(lines)
    )


def twin_of(audit: SelfAudit, *, text: str, who: str = "", until: date | None = None) -> ImprovementStep | None:
    """The step of the plan that says the same, is answered for by the same and has the same date."""
    rows = audit.steps.filter(text__iexact=text.strip()[:500], who__iexact=who.strip()[:150], until=until)
    return rows.first()


@transaction.atomic
def add_step(
    audit: SelfAudit, *, text: str, who: str = "", until: date | None = None, item: ChecklistItem | None = None
) -> ImprovementStep:
    """A step of the school’s own. Raises ValidationError for an empty text; MoveNotAllowed for a plan that is full and
    for the very same step once more.
    """
    if not text.strip():
        raise ValidationError({"text": _("Write what will be done.")})
    order = _room(audit, 1)
    if twin_of(audit, text=text, who=who, until=until):
        raise MoveNotAllowed(_("This step is in the plan already."))
    return ImprovementStep.objects.create(
        audit=audit, item=item, text=text.strip()[:500], who=who.strip()[:150], until=until, order=order
    )


def _room(audit: SelfAudit, more: int) -> int:
    """The order of the next step. Raises MoveNotAllowed when *more* steps are too many."""
    SelfAudit.objects.select_for_update(no_key=True, of=("self",)).get(pk=audit.pk)
    if audit.steps.count() + more > MOST_STEPS:
        raise MoveNotAllowed(
            _("A plan has at most %(most)d steps: finish or remove some of them first.") % {"most": MOST_STEPS}
        )
    return (audit.steps.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def change_steps(audit: SelfAudit, changes: dict[int, dict[str, Any]]) -> int:
    """Write ``text``, ``who``, ``until`` and ``is_done`` of steps by their keys; how many were changed."""
    changed = []
    for step in audit.steps.filter(pk__in=changes):
        told = {name: value for name, value in changes[step.pk].items() if name in FIELDS}
        if any(getattr(step, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(step, name, value)
            changed.append(step)
    ImprovementStep.objects.bulk_update(changed, FIELDS)
    return len(changed)


@transaction.atomic
def move_step(step: ImprovementStep, *, up: bool) -> bool:
    """Let *step* change places with its neighbour; whether there was one."""
    rows = list(ImprovementStep.objects.select_for_update(no_key=True).filter(audit=step.audit_id))
    at = next(place for place, row in enumerate(rows) if row.pk == step.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return False
    rows[at], rows[other] = rows[other], rows[at]
    for order, row in enumerate(rows, start=1):
        row.order = order
    ImprovementStep.objects.bulk_update(rows, ["order"])
    return True


@transaction.atomic
def remove_step(step: ImprovementStep) -> None:
    """Take *step* out of the plan; it is proposed again if the checklist advised it."""
    step.delete()


def plan_calendar(audit: SelfAudit, *, language: str) -> bytes:
    """The dates of the plan as whole days of a calendar (RFC 5545); steps without a date or done are left out."""
    calendar = Calendar()
    calendar.add("prodid", "-//Vmeste//Self-audit//EN")
    calendar.add("version", "2.0")
    for step in audit.steps.filter(is_done=False):
        if step.until is None:
            continue
        event = Event()
        event.add("uid", f"step-{step.pk}-{audit.started_at:%Y%m%d%H%M%S}@vmeste.invalid")
        event.add("dtstamp", audit.changed_at.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", step.until)
        event.add("dtend", step.until + timedelta(days=1))
        event.add("summary", step.text, parameters={"LANGUAGE": language})
        if step.who:
            event.add("description", step.who)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
