"""Letters about consultations: to the school by a personal link, to the expert by the desk. The case is in none."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.models import Message
from conference.services import mail
from workshops import zones
from workshops.calendars import Entry, calendar
from workshops.models import Consultation, Listener, Slot
from workshops.services.announcing import ICS
from workshops.services.listening import personal_link
from workshops.services.season.letters import text_of

FILE = "consultation.ics"


def when(slot: Slot, language: str) -> str:
    """«пятница, 18 июня, 16:00–16:30», in the season's zone. The language must be active."""
    first, last = (timezone.localtime(at, slot.conference.zone) for at in (slot.starts, slot.ends))
    weekday = date_format(first, "l")
    day = f"{weekday.lower() if language == 'ru' else weekday}, {date_format(first, 'DAY_MONTH')}"
    return f"{day}, {first:%H:%M}–{last:%H:%M}"


def owner_of(consultation: Consultation) -> Listener | None:
    """The listener whose address it is: who booked, or the one in whose name somebody did."""
    listener = consultation.listener
    if listener is None or listener.person_id:
        return listener
    rows = Listener.objects.of(consultation.conference).select_related("person", "conference")
    return rows.filter(person=listener.claims_id).first() if listener.claims_id else None


def page_of(consultation: Consultation) -> str:
    """Where the school reads of it, within the season."""
    return f"consultations/mine/{consultation.pk}/"


def write_to_school(
    key: str, consultation: Consultation, *, to: str = "", with_file: bool = False, is_secret: bool = False,
    **values: Any,
) -> Message | None:  # fmt: skip
    """The letter *key* to whose address it is, with a personal link that leads on *to* a page of the season."""
    listener = owner_of(consultation)
    if listener is None or listener.person is None:
        return None
    slot, language = consultation.slot, listener.language
    listener.conference = consultation.conference
    with translation.override(language):
        file = file_for_school(consultation, language) if with_file else None
        told: dict[str, Any] = _told(consultation, language) | {
            "listener": listener.name or pgettext("greeting of somebody whose name is not known", "colleague"),
            "expert": text_of(slot.expert, "name", language),
            "join": _line(_("Link for the conversation:"), slot.join_link),
        }
    return mail.queue(
        key, to=listener.person, conference=consultation.conference, about=consultation, language=language,
        attachment=mail.Attachment(FILE, ICS, file) if file else None, is_secret=is_secret,
        link=personal_link(listener, to=to or page_of(consultation)), **(told | values),
    )  # fmt: skip


def write_to_expert(
    key: str, consultation: Consultation, *, with_file: bool = False, is_secret: bool = False, **values: Any
) -> Message | None:
    """The letter *key* to the expert of the hour, with the address of the consultation on the desk."""
    slot, person = consultation.slot, consultation.slot.expert.person
    if person is None:
        return None
    language = person.language
    with translation.override(language):
        link = mail.link(consultation.conference.url("workshops:desk_consultation", pk=consultation.pk))
        file = _calendar(consultation, language, _title_for_expert(consultation), link) if with_file else None
        told: dict[str, Any] = _told(consultation, language) | {
            "school": consultation.school or _("a school"),
            "theme": text_of(consultation.theme, "title", language) if consultation.theme else _("not named"),
            "join": _line(_("Link for the conversation:"), slot.join_link),
        }
    return mail.queue(
        key, to=person, conference=consultation.conference, about=consultation, language=language, link=link,
        attachment=mail.Attachment(FILE, ICS, file) if file else None, is_secret=is_secret, **(told | values),
    )  # fmt: skip


def _told(consultation: Consultation, language: str) -> dict[str, Any]:
    slot, zone = consultation.slot, consultation.conference.zone
    return {"when": when(slot, language), "zone": zones.named(zone, slot.starts)}


def _line(label: str, told: str) -> str:
    """A line of a letter with the address on its own; nothing when there is nothing to tell."""
    return f"{label}\n{told}\n\n" if told else ""


def _title_for_expert(consultation: Consultation) -> str:
    return _("Consultation: %(who)s") % {"who": consultation.school or _("a school")}


def file_for_school(consultation: Consultation, language: str) -> bytes:
    """The consultation as a calendar file for the school. The language must be active."""
    title = _("Consultation: %(who)s") % {"who": text_of(consultation.slot.expert, "name", language)}
    return _calendar(consultation, language, title, mail.link(
        consultation.conference.url("workshops:consultation", pk=consultation.pk)
    ))  # fmt: skip


def _calendar(consultation: Consultation, language: str, title: str, address: str) -> bytes:
    slot, season = consultation.slot, consultation.conference
    entry = Entry(
        uid=str(consultation.key), title=title, starts=slot.starts, ends=slot.ends, location=slot.join_link,
        url=address, sequence=consultation.sequence, changed_at=consultation.booked_at,
        is_cancelled=consultation.state == Consultation.State.CANCELLED,
    )  # fmt: skip
    return calendar([entry], name=season.title, zone=season.zone, language=language)
