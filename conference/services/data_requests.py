"""What people may ask about their own data: received with a term, answered by staff (152-ФЗ art. 14, 20, 21)."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Conference, DataRequest, Person

from . import mail

WORKING_DAYS = 10
DAYS_AFTER_WITHDRAWAL = 30
MAX_WAITING = 5
HOLIDAYS = {  # non-working days of the Labour Code, art. 112; days moved by decree are not counted
    *((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4),
}  # fmt: skip


def working_day_after(day: date, count: int) -> date:
    """The *count*-th working day after *day*: neither Saturday nor Sunday nor a public holiday of Russia."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS:
            count -= 1
    return day


@transaction.atomic
def make_request(person: Person, kind: str, *, note: str = "") -> DataRequest:
    """Receive the wish of *person*; the answer is due in ten working days.

    The same wish is not received twice while it waits: its note grows. Raises ValidationError for too many.
    """
    waiting = DataRequest.objects.select_for_update().filter(person=person, answered_at=None)
    if same := waiting.filter(kind=kind).first():
        if note and note not in same.note:
            same.note = f"{same.note}\n\n{note}".strip()[:5000]
            same.save(update_fields=["note"])
        return same
    if waiting.count() >= MAX_WAITING:
        raise ValidationError(_("Several requests of yours wait for an answer already."), code="many")
    return DataRequest.objects.create(
        person=person, kind=kind, note=note[:5000], due=working_day_after(timezone.localdate(), WORKING_DAYS)
    )


def ask_for_erasure(person: Person) -> DataRequest:
    """The request that follows from a withdrawn consent to the processing: what it covered goes within 30 days."""
    waiting = DataRequest.objects.filter(person=person, answered_at=None, kind=DataRequest.Kind.ERASURE)
    return waiting.first() or DataRequest.objects.create(
        person=person,
        kind=DataRequest.Kind.ERASURE,
        note=_("The consent to the processing of personal data was withdrawn."),
        due=timezone.localdate() + timedelta(days=DAYS_AFTER_WITHDRAWAL),
    )


@transaction.atomic
def answer_request(
    request: DataRequest, *, by: Person, answer: str, conference: Conference | None = None
) -> DataRequest:
    """Answer in words; the person reads them in a letter. Raises ValidationError when empty or answered before."""
    answer = answer.strip()
    if not answer:
        raise ValidationError(_("Write the answer: the person reads it in the letter."), code="answer")
    _close(request, by=by, answer=answer)
    with override(request.person.language):
        link = mail.link(reverse("my_data"))
        what = request.get_kind_display()
    mail.queue("data-request-answered", to=request.person, conference=conference, answer=answer, what=what, link=link)
    return request


def _close(request: DataRequest, *, by: Person | None, answer: str) -> None:
    """Mark the request answered, once, whoever else tries at the same time."""
    fields = {"answered_at": timezone.now(), "answered_by": by, "answer": answer}
    if not DataRequest.objects.filter(pk=request.pk, answered_at=None).update(**fields):
        raise ValidationError(_("This request has been answered already."), code="answered")
    for name, value in fields.items():
        setattr(request, name, value)
