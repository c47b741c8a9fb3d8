"""What a school told and what it was answered: opened for two people only, each time with a row in the log.

What is blacked out or erased is gone: the sealed value is replaced, and no log or history has ever held it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.models import Conference, Person
from conference.permissions import may
from conference.sealed import reveal
from conference.services.erasure import logged, write_act
from conference.services.readings import log_reading, log_writing
from workshops.models import Consultation, Season

BLACK = "▮▮▮"
"""Always as long: the length of a name tells of it."""
FIELDS = ("case", "outcome", "reason")
KEPT_AFTER_A_CANCELLATION = timedelta(days=14)
"""So long a school may take a case to another hour when the expert could not come."""
WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Opened:
    """The sealed texts of a consultation in plain. Nothing of it may be kept."""

    case: str
    outcome: str
    reason: str


def is_its_expert(person: Person, consultation: Consultation) -> bool:
    return consultation.slot.expert.person_id == person.pk


def read(consultation: Consultation, *, by: Person) -> Opened:
    """The texts in plain, for the expert of the hour or the school that booked it, once the reading was logged.

    Raises PermissionDenied for anybody else, organisers and superusers too; NotLogged; CannotOpen.
    """
    if not may(by, "workshops.read_case", consultation):
        raise PermissionDenied
    expert = is_its_expert(by, consultation)
    reason = pgettext("who reads", "the expert of the hour") if expert else pgettext("who reads", "who booked it")
    log_reading(consultation, by=by, reason=reason)
    return Opened(**{name: reveal(consultation, name) for name in FIELDS})


@transaction.atomic
def redact(consultation: Consultation, passages: Iterable[str], *, by: Person) -> Consultation:
    """Black out *passages* in the case and in the outcome note, wherever they stand there; final.

    Raises PermissionDenied; ValidationError when nothing was chosen, or nothing of it stands there.
    """
    if not may(by, "workshops.read_case", consultation):
        raise PermissionDenied
    row = Consultation.objects.select_for_update(no_key=True, of=("self",)).get(pk=consultation.pk)
    wanted = [told for each in passages if WORD.search(told := " ".join(each.split()))]
    if not wanted:
        raise ValidationError(_("Choose what is to be blacked out."), code="nothing")
    texts = {name: reveal(row, name) for name in FIELDS}
    for passage in sorted(set(wanted), key=len, reverse=True):
        found = _finder(passage)
        if not any(found(text)[1] for text in texts.values()):
            continue
        texts = {name: found(text)[0] for name, text in texts.items()}
    if all(texts[name] == reveal(row, name) for name in FIELDS):
        raise ValidationError(_("These words are not in the text."), code="not-found")
    for name, text in texts.items():
        setattr(row, name, text)
    row.redacted_at = timezone.now()
    row.save(update_fields=[*FIELDS, "redacted_at"])
    log_writing(row, by=by, what="passages blacked out")
    consultation.refresh_from_db()
    return consultation


def _finder(passage: str) -> Callable[[str], tuple[str, int]]:
    """What replaces *passage* in a text: whole words only, whatever spaces are between them, in any letters' case."""
    words = r"\s+".join(re.escape(word) for word in passage.split())
    left, right = (r"(?<!\w)" if WORD.match(passage) else ""), (r"(?!\w)" if WORD.match(passage[-1]) else "")
    pattern = re.compile(f"{left}{words}{right}", re.IGNORECASE)
    return lambda text: pattern.subn(BLACK, text)


def forget(consultation: Consultation) -> None:
    """Erase the sealed texts of *consultation* and the name of the school; the row stays for the numbers."""
    for name in FIELDS:
        setattr(consultation, name, "")
    consultation.school = ""
    consultation.erased_at = timezone.now()
    consultation.save(update_fields=[*FIELDS, "school", "erased_at"])


# -- erasure ---------------------------------------------------------------------------------------------------------


def erase_due_cases() -> int:
    """Scheduled: erase descriptions whose term is over, with an act each; returns how many. One query without any."""
    kept = Consultation.objects.filter(erased_at=None, slot__starts__lt=timezone.now())
    seasons = list(Conference.objects.filter(pk__in=kept.order_by().values("conference")))
    return sum(_erase(each) for season in seasons for each in _due(season))


def _due(season: Conference) -> Iterable[Consultation]:
    now = timezone.now()
    days = Season.rules_of(season).consultation_keep_days
    over = Q(slot__starts__lt=now - timedelta(days=days))
    without_purpose = Q(state=Consultation.State.CANCELLED, slot__starts__lt=now - KEPT_AFTER_A_CANCELLATION)
    rows = Consultation.objects.of(season).filter(over | without_purpose, erased_at=None)
    return rows.select_related("listener__person").order_by("pk")


@transaction.atomic
def _erase(consultation: Consultation) -> bool:
    if not Consultation.objects.select_for_update(no_key=True).filter(pk=consultation.pk, erased_at=None).exists():
        return False
    forget(consultation)
    person = consultation.listener.person if consultation.listener else None
    if person is not None:
        write_act(
            conference=consultation.conference, subject=person, categories=["consultations"], basis="case-term-over",
            log=[logged("deleted", what="consultations")],
        )  # fmt: skip
    return True


@transaction.atomic
def erase_of(person: Person) -> list[str]:
    """Erase what *person* told as a school, and unlink it; names what was erased. The caller writes the act."""
    rows = list(Consultation.objects.filter(Q(listener__person=person) | Q(listener__claims=person)))
    for each in rows:
        forget(each)
        Consultation.objects.filter(pk=each.pk).update(listener=None)
    return ["consultations"] if rows else []
