"""What the questionnaire adds to pages that gather all rooms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from conference.extensions import Block
from conference.models import Person, Role
from workshops.models import Questionnaire, Receipt


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Open questionnaires of conferences the person took part in, not answered yet."""
    takes_part = Role.objects.filter(person=person, kind=Role.Kind.PARTICIPANT).values("conference")
    open_now = Questionnaire.objects.filter(conference__in=takes_part, opens__lte=timezone.now())
    rows = open_now.exclude(closes__lt=timezone.now()).exclude(receipts__person=person).select_related("conference")
    return [Block(15, "workshops/block_mine_feedback.html", {"questionnaire": row}) for row in rows]


def personal_data(person: Person) -> dict[str, Any]:
    rows = Receipt.objects.filter(person=person).select_related("questionnaire__conference")
    return {"feedback_given": [{"conference": row.questionnaire.conference.title} for row in rows]}


def erase(person: Person, *, by: Person | None) -> list[str]:
    """That the person has answered is forgotten; the answers were never theirs by name."""
    erased, _by_model = Receipt.objects.filter(person=person).delete()
    return ["feedback"] if erased else []
