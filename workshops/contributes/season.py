"""What the plan of a season adds to pages that gather all rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.extensions import Block
from conference.models import Conference, Person
from conference.services.history import GONE, scrub_history
from workshops.models import Expert, Session, SessionMaterial, Theme
from workshops.services.season.showing import keep_one_running
from workshops.views.season.plan import next_of

NEXT_EVENTS = 6
ORDER = 20


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    """The next events, the themes, and what is open day and night. What runs now is told by the room of joining."""
    if not conference.is_season:
        return []
    coming = next_of(conference, NEXT_EVENTS)
    standing = Q(sessions__is_off=False)
    themes = Theme.objects.of(conference).annotate(count=Count("sessions", filter=standing)).filter(count__gt=0)
    context = {
        "zone": conference.zone.key, "events": coming, "themes": list(themes),
        "ways": ways(conference),
    }  # fmt: skip
    if not (coming or context["themes"]):
        return []
    return [Block(ORDER, "workshops/block_home_season.html", context)]


def ways(conference: Conference) -> list[dict[str, str]]:
    """The entrances that are open day and night: library, checklists, questions, consultations, experts, numbers."""
    library = reverse("library:list")
    return [
        {"url": url, "title": title, "text": text}
        for url, title, text in (
            (library, _("Library"), _("Recordings, practical materials and answers, with a search.")),
            (f"{library}?kind=checklist", _("Self-audit checklists"),
             _("See where your school stands, and what to mend first.")),
            (conference.url("workshops:season_questions"), _("Questions and answers"),
             _("What schools ask, and what experts reply.")),
            (conference.url("workshops:consultations"), _("Consultations"),
             _("A conversation with an expert about your own situation.")),
            (conference.url("workshops:experts"), _("Experts of the season"),
             _("Who leads the events and answers the questions.")),
            (conference.url("workshops:topics"), pgettext("page", "Propose a topic"),
             _("What should the season speak about?")),
        )
    ]  # fmt: skip


def schedules() -> list[Callable[[], Any]]:
    """In the demonstration one event always runs."""
    return [keep_one_running] if settings.DEMO else []


def sessions_of(person: Person, conference: Conference) -> set[int]:
    """Events in which the person takes part as an expert."""
    if not conference.is_season:
        return set()
    return set(Session.objects.of(conference).filter(experts__person=person).values_list("pk", flat=True))


def materials_of(sessions: Iterable[Session]) -> dict[int, int]:
    """Slides and papers that were made public after the event."""
    rows = SessionMaterial.objects.public().filter(session__in=list(sessions))
    return dict(Counter(rows.values_list("session", flat=True)))


def personal_data(person: Person) -> dict[str, Any]:
    """What is published of the person as an expert."""
    rows = Expert.objects.of_person(person).select_related("conference", "organisation")
    return {
        "expert": [
            {
                "conference": each.conference.title,
                **{
                    f"{name}_{code}": getattr(each, f"{name}_{code}") or ""
                    for name in ("name", "position", "about")
                    for code in ("ru", "en")
                },
                "organisation": str(each.organisation or ""),
                "events": list(each.sessions.values_list("title", flat=True)),
            }
            for each in rows
        ]
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """The page of an expert loses the account and what is told of the person; a name stays where events were held."""
    rows = list(Expert.objects.of_person(person))
    now = timezone.now()
    for expert in rows:
        expert.hostings.filter(session__ends__gt=now).delete()
        gone = ["position", "about"] if expert.hostings.exists() else ["position", "about", "name"]
        for name in (f"{each}_{code}" for each in gone for code in ("ru", "en")):
            setattr(expert, name, GONE if name.startswith("name") else "")
        expert.person = expert.organisation = None
        expert.save()
        scrub_history([expert])
    return ["page of an expert"] if rows else []
