"""What consultations and proposed topics add to pages, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.extensions import Block, ReportPart
from conference.grouping import grouped
from conference.models import Conference, Person
from conference.permissions import may
from conference.sealed import CannotOpen
from workshops.models import Consultation, Expert, Listener, Season, Session, Slot, Theme, TopicProposal
from workshops.services import consultations as services
from workshops.services import topics
from workshops.services.consultations import listing

ON_THE_EVENT_PAGE, MINE, ON_THE_OWN_PAGE, ON_THE_DESK, REACH = 15, 18, 30, 30, 40
NEXT = 3
State = Consultation.State


def session_page(request: HttpRequest, session: Session) -> list[Block]:
    """On the page of an event that is booked one by one: the way to the free hours."""
    if not request.conference.is_season or session.kind is None or not session.kind.is_booked:
        return []
    free = Slot.objects.of(request.conference).bookable().filter(expert__hostings__session=session).distinct().count()
    return [Block(ON_THE_EVENT_PAGE, "workshops/consultations/block_event.html", {"session": session, "free": free})]


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Consultations to come: those the person booked, and those they give."""
    rows = listing.with_all(Consultation.objects.open()).order_by("slot__starts")
    told = Q(listener__person=person) | Q(slot__expert__person=person, state=State.BOOKED)
    found = list(rows.filter(told)[:NEXT])
    context = {"rows": [{"consultation": each, "is_expert": each.slot.expert.person_id == person.pk} for each in found]}
    return [Block(MINE, "workshops/consultations/block_mine.html", context)] if found else []


def listener_page(request: HttpRequest, listener: Listener) -> list[Block]:
    """The listener's consultations and what became of their topics."""
    listener.conference = request.conference
    rows = listing.own_consultations(listener)
    own = TopicProposal.objects.of(request.conference).proposed_by(listener).select_related("theme", "session")
    context = {"rows": rows, "topics": list(own), "conference": request.conference}
    if not (rows or context["topics"]):
        return []
    return [Block(ON_THE_OWN_PAGE, "workshops/consultations/block_listener.html", context)]


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    """The next consultations of the expert who looks."""
    if not conference.is_season or not may(request.user, "workshops.consult", conference):
        return []
    expert = Expert.objects.of(conference).of_person(request.user).first()
    if expert is None or not expert.consults:
        return []
    rows = listing.with_all(Consultation.objects.of(conference).open().filter(slot__expert=expert))
    found = list(rows.filter(state=State.BOOKED).order_by("slot__starts")[:NEXT])
    free = Slot.objects.free().filter(expert=expert).count()
    context = {"rows": found, "free": free, "conference": conference}
    return [Block(ON_THE_DESK, "workshops/consultations/block_desk.html", context)]


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """For an expert: hours without a word; for organisers: how many of these there are, and new topics."""
    if not conference.is_season or conference.is_archived:
        return []
    tasks = []
    if may(request.user, "workshops.consult", conference):
        own = _counted(
            listing.waiting_for_a_word(conference).filter(slot__expert__person=request.user.pk), "slot__starts"
        )
        text = ngettext("%(count)d consultation of yours waits for your word",
                        "%(count)d consultations of yours wait for your word", own["count"])  # fmt: skip
        note = _("Was it held, and what was agreed")
        tasks += _task(text, note, own, conference.url("workshops:desk_consultations"), pgettext("a task", "Write"))
    if may(request.user, "workshops.season_desk", conference):
        new = _counted(TopicProposal.objects.of(conference).new(), "proposed_at")
        text = ngettext("%(count)d proposed topic waits for a decision",
                        "%(count)d proposed topics wait for a decision", new["count"])  # fmt: skip
        tasks += _task(text, "", new, conference.url("workshops:desk_topics"), pgettext("a task", "Decide"))
        late = _counted(listing.waiting_for_a_word(conference), "slot__starts")
        text = ngettext("%(count)d consultation is without a word of its expert",
                        "%(count)d consultations are without a word of their experts", late["count"])  # fmt: skip
        tasks += _task(text, "", late, conference.url("workshops:desk_load"), pgettext("a task", "See"))
    return tasks


def _counted(rows: Any, since: str) -> dict[str, Any]:
    found: dict[str, Any] = rows.order_by().aggregate(count=Count("pk"), since=Min(since))
    return found


def _task(text: str, note: str, found: dict[str, Any], url: str, action: str) -> list[dict[str, Any]]:
    if not found["count"]:
        return []
    told = text % {"count": found["count"]}
    return [{"text": told, "note": note, "url": url, "action": action, "since": found["since"]}]


def schedules() -> list[Callable[[], Any]]:
    return [services.remind, services.lapse_unconfirmed, services.erase_due_cases]


# -- personal data -----------------------------------------------------------------------------------------------------


def personal_data(person: Person) -> dict[str, Any]:
    """What the person booked and gave as an expert, and the topics they proposed; nothing sealed."""
    booked = listing.with_all(Consultation.objects.filter(listener__person=person))
    given = listing.with_all(Consultation.objects.of_expert(person))
    proposed = TopicProposal.objects.filter(listener__person=person).select_related("conference", "session")
    return {
        "consultations_booked": [{**_told(each), "expert": each.slot.expert.name, "school": each.school}
                                 for each in booked],
        "consultations_given": [_told(each) for each in given],
        "topics_proposed": [
            {"conference": each.conference.title, "text": each.words(each.language), "state": each.get_state_display(),
             "event": each.session.title if each.session else "", "reason": each.reason or "",
             "proposed_at": each.proposed_at}
            for each in proposed
        ],
    }  # fmt: skip


def _told(each: Consultation) -> dict[str, Any]:
    return {
        "conference": each.conference.title, "at": each.slot.starts, "theme": each.theme.title if each.theme else "",
        "state": each.get_state_display(), "booked_at": each.booked_at,
    }  # fmt: skip


def sealed_data(person: Person) -> dict[str, Any]:
    """What the person told as a school and was answered, in plain, for their own copy; each opening is logged."""
    rows = Consultation.objects.filter(listener__person=person, listener__confirmed_at__isnull=False, erased_at=None)
    opened = []
    for each in rows.select_related("slot__expert", "conference", "listener"):
        try:
            texts = services.read(each, by=person)
            told = {"case": texts.case, "outcome": texts.outcome, "reason": texts.reason}
        except CannotOpen as problem:
            told = {"note": str(problem)}
        opened.append({"conference": each.conference.title, "at": each.slot.starts, **told})
    return {"cases_of_consultations": opened} if opened else {}


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Hours to come are freed, descriptions and notes erased; topics nobody has decided on go."""
    listeners = list(Listener.objects.filter(Q(person=person) | Q(claims=person)))
    told = []
    if services.leave(listeners):
        told.append("consultations")
    if topics.leave(listeners):
        told.append("topics")
    return told


# -- statistics of the season ------------------------------------------------------------------------------------------


def reach(conference: Conference) -> list[ReportPart]:
    """Consultations held and their hours, topics proposed and planned; nothing of a season without either."""
    held = Consultation.objects.of(conference).filter(state=State.HELD)
    count, numbers = held.count(), topics.numbers_of(conference)
    if not count and not numbers["proposed"]:
        return []
    hours = listing.hours_held(conference)
    counted = [
        (pgettext("statistics", "Consultations held"), str(count)),
        (pgettext("statistics", "Hours of consultations"), number_format(round(hours, 1), 0 if hours % 1 == 0 else 1)),
        (pgettext("statistics", "Experts who consulted"), str(held.values("slot__expert").distinct().count())),
        (pgettext("statistics", "Topics proposed"), str(numbers["proposed"])),
        (pgettext("statistics", "Topics taken into the plan"), str(numbers["planned"])),
    ]
    return [
        ReportPart(REACH, pgettext("statistics", "Consultations and topics"), figures=tuple(counted),
                   tables=_by_theme(conference))
    ]  # fmt: skip


def _by_theme(conference: Conference) -> tuple[Any, ...]:
    """Consultations by theme; themes that few schools brought are told together, or not at all."""
    held = Count("consultations", filter=Q(consultations__state=State.HELD))
    themes = {theme.pk: theme for theme in Theme.objects.of(conference).annotate(held=held)}
    counts = {key: theme.held for key, theme in themes.items()}
    shown = grouped(counts, least=Season.rules_of(conference).least_group)
    rows = [(themes[key].title, str(counts[key])) for key in shown.apart]
    if shown.others:
        rows.append((pgettext("themes", "Other themes"), str(sum(counts[key] for key in shown.others))))
    header = (pgettext("of questions and materials", "Theme"), pgettext("statistics", "Consultations held"))
    return ((pgettext("statistics", "Consultations by theme"), header, tuple(rows)),) if shown.apart else ()
