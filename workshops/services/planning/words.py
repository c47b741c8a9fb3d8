"""Steps of the editor in words of the language that is on, for the list of what may be undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from conference.models import Conference
from workshops.models import ProgrammeEdit

Kind = ProgrammeEdit.Kind


def _told(told: dict[str, Any], name: str) -> str:
    here = get_language() or "ru"
    other = "en" if here == "ru" else "ru"
    return str(told.get(f"{name}_{here}") or told.get(f"{name}_{other}") or "")


def words_of_step(step: ProgrammeEdit, conference: Conference) -> str:
    """«перенесено: «Открытие», 18 июня, 11:30, Аудитория 214»."""
    told = step.told
    starts = timezone.localtime(datetime.fromisoformat(told["starts"]), conference.zone)
    values = {
        "title": _told(told, "title"),
        "paper": _told(told, "paper"),
        "place": ", ".join(filter(None, (date_format(starts, "DAY_MONTH"), f"{starts:%H:%M}", _told(told, "room")))),
        "minutes": told.get("talk_minutes") or told["minutes"],
    }
    wording = {
        Kind.MOVED: pgettext("step", "moved “%(title)s” to %(place)s"),
        Kind.RESIZED: pgettext("step", "“%(title)s” now lasts %(minutes)s min"),
        Kind.CREATED: pgettext("step", "made “%(title)s”: %(place)s"),
        Kind.EDITED: pgettext("step", "edited “%(title)s”"),
        Kind.TAKEN_OUT: pgettext("step", "took out “%(title)s”"),
        Kind.PUT_BACK: pgettext("step", "put back “%(title)s”"),
        Kind.PLACED: pgettext("step", "placed the paper “%(paper)s” in “%(title)s”"),
        Kind.UNPLACED: pgettext("step", "took the paper “%(paper)s” out of “%(title)s”"),
        Kind.REORDERED: pgettext("step", "changed the order of talks in “%(title)s”"),
        Kind.RETIMED: pgettext("step", "“%(paper)s” now takes %(minutes)s min"),
    }
    return wording[Kind(step.kind)] % values


def place_of(starts: datetime, minutes: int, room: str, conference: Conference) -> str:
    """«11:30–13:00, Аудитория 214»: what is said when a session was moved."""
    begins = timezone.localtime(starts, conference.zone)
    ends = timezone.localtime(starts + timedelta(minutes=minutes), conference.zone)
    return ", ".join(filter(None, (f"{begins:%H:%M}–{ends:%H:%M}", room or _("no room"))))
