"""The letters of delegations: each in its reader's language, each with one link that stands alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from conference.models import Message, Person
from conference.services import mail
from registration.documents.countries import delegation_title
from registration.models import Delegation, Rules


def title_in(delegation: Delegation, language: str) -> str:
    """«Делегация Армении»; a body that no country sends is named by itself."""
    if delegation.country:
        return delegation_title(str(delegation.country), language)
    return body_in(delegation, language)


def body_in(delegation: Delegation, language: str) -> str:
    return getattr(delegation, f"body_{language}", "") or delegation.body_ru or delegation.body_en or ""  # type: ignore[attr-defined]


def day(when: date | None) -> str:
    """A date in the language that is on; a dash where there is none."""
    return date_format(when, "DATE_FORMAT") if when else "–"


def held_line(delegation: Delegation) -> str:
    """«Места держим до 10 мая. », in the language that is on, with a space after it; empty when none is held."""
    until = delegation.holds_until()
    return _("We hold the seats until %(day)s.") % {"day": date_format(until, "DAY_MONTH")} + " " if until else ""


def hold_line(delegation: Delegation) -> str:
    """«Для вас держим места: 7 мест, до 10 мая 2027 г.», in the language that is on; without the day where none is."""
    told = {"seats": places(delegation.seats), "day": day(delegation.held_until)}
    return _("We hold for you: %(seats)s, until %(day)s.") % told if delegation.held_until else (
        _("We hold for you: %(seats)s.") % told
    )  # fmt: skip


def places(number: int) -> str:
    return ngettext("%(count)d seat", "%(count)d seats", number) % {"count": number}


def write(
    key: str, delegation: Delegation, *, to: Person | str, path: str = "registration:delegation",
    kwargs: dict[str, Any] | None = None, language: str = "", **values: Any,
) -> Message | None:  # fmt: skip
    """Queue the letter *key* about *delegation*, with the address of *path* as its one link."""
    language = language or (to.language if isinstance(to, Person) else delegation.language)
    own = {"pk": delegation.pk} if kwargs is None else kwargs
    with override(language):
        link = mail.link(delegation.conference.url(path, **own))
        held, seats, until = held_line(delegation), places(delegation.seats), day(delegation.held_until)
        hold = hold_line(delegation)
    return mail.queue(
        key, to=to, conference=delegation.conference, about=delegation, language=language, link=link,
        number=delegation.number, delegation=title_in(delegation, language), body=body_in(delegation, language),
        held=held, hold=hold, seats=seats, until=until, **values,
    )  # fmt: skip


def answer_by(delegation: Delegation) -> date | None:
    """The day until which the organisers answer a delegation that was sent: so many working days after."""
    if delegation.submitted_at is None:
        return None
    when = timezone.localdate(delegation.submitted_at, timezone=delegation.conference.zone)
    left = Rules.of(delegation.conference).answer_days
    while left:
        when += timedelta(days=1)
        left -= when.weekday() < 5
    return when
