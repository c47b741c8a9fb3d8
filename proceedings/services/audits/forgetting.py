"""What is kept of a person in self-audits: a copy of it, and forgetting it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from proceedings.models import AuditAnswer, ImprovementStep, SelfAudit
from proceedings.models.audits import new_key

from .counting import sheet_of


def copy_for(person: Person) -> list[dict[str, Any]]:
    """The self-audits in the cabinet of *person* with answers, notes and plans, as plain values."""
    rows = SelfAudit.objects.of_person(person).select_related("checklist__material")
    return [
        {
            "checklist": audit.checklist.material.title,
            "started_at": audit.started_at,
            "finished_at": audit.finished_at,
            "school": audit.school,
            "region": audit.region,
            "country": str(audit.country or ""),
            "counted": _("yes") if audit.is_counted else _("no"),
            "answers": [
                {"statement": line.item.text, "answer": line.label, "note": line.note}
                for line in sheet_of(audit).lines
                if line.value
            ],
            "plan": [
                {"text": step.text, "who": step.who, "until": step.until, "done": step.is_done}
                for step in audit.steps.all()
            ],
        }
        for audit in rows
    ]


@transaction.atomic
def forget_person(person: Person) -> int:
    """Erase the self-audits of *person*; how many there were.

    A finished one that is counted stays as bare answers and a region, under a link that nobody knows.
    """
    mine = SelfAudit.objects.of_person(person)
    keys = list(mine.values_list("pk", flat=True))
    ImprovementStep.objects.filter(audit__in=keys).delete()
    kept = list(mine.filter(is_counted=True).exclude(finished_at=None))
    SelfAudit.objects.filter(pk__in=set(keys) - {audit.pk for audit in kept}).delete()
    AuditAnswer.objects.filter(audit__in=kept).exclude(note="").update(note="")
    for audit in kept:
        audit.person, audit.organisation, audit.school, audit.key = None, None, "", new_key()
        audit.save()
    return len(keys)
