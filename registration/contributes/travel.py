"""Travel, passport data, guarded letters and support, on the pages that the core assembles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.extensions import Block
from conference.models import Conference, Person
from conference.permissions import may
from conference.sealed import CannotOpen
from registration.models import Category, Delegation, LetterRequest, Registration, Support, Travel, VisaDetails
from registration.models.travel import erased_on, is_coming
from registration.permissions import DECIDE, ISSUE_LETTERS, READ_PASSPORT, SEE_MONEY
from registration.services.travel import TRAVEL_FIELDS, erase_due_travel, erase_travel_of

State, Kind = LetterRequest.State, LetterRequest.Kind


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Travel, visa and support of each approved participant the person answers for; notes to their delegations."""
    answered_for = Q(person=person) | Q(filled_by=person) | Q(delegation__focal_point=person)
    rows = Registration.objects.approved().filter(answered_for, attendance=Registration.Attendance.HALL)
    rows = rows.select_related("conference", "category", "person", "travel", "visa").order_by("pk")
    coming = [registration for registration in rows if is_coming(registration)]
    notes = notes_of(person)
    if not coming and not notes:
        return []
    letters = letters_of(coming)
    wishes = wishes_of(coming)
    items = [
        {"registration": each, "tasks": tasks_of(each, letters.get(each.pk), wishes.get(each.pk, []))}
        for each in coming
    ]
    return [Block(20, "registration/travel_mine.html", {"items": items, "notes": notes})]


def letters_of(registrations: list[Registration]) -> dict[int, LetterRequest]:
    if not registrations:
        return {}
    rows = LetterRequest.objects.filter(registration__in=registrations, kind=Kind.VISA_LETTER)
    return {row.registration_id or 0: row for row in rows.select_related("document").order_by("asked_at", "pk")}


def wishes_of(registrations: list[Registration]) -> dict[int, list[Support]]:
    found: dict[int, list[Support]] = {}
    if registrations:
        for wish in Support.objects.filter(registration__in=registrations).defer("amount", "currency"):
            found.setdefault(wish.registration_id, []).append(wish)
    return found


def tasks_of(registration: Registration, letter: LetterRequest | None, wishes: list[Support]) -> list[dict[str, Any]]:
    """The three pages of one participant, each with where it stands."""
    conference = registration.conference
    travel: Travel | None = getattr(registration, "travel", None)
    visa: VisaDetails | None = getattr(registration, "visa", None)
    tasks = [
        {
            "title": _("Travel"), "url": conference.url("registration:travel", pk=registration.pk),
            "note": _("when you come and leave, transfer, hotel"),
            "status": _("details given") if travel else _("not given yet"), "kind": "ok" if travel else "",
        }
    ]  # fmt: skip
    if registration.category.gives(Category.Paper.VISA_LETTER):
        tasks.append(
            {
                "title": _("Visa"), "url": conference.url("registration:visa", pk=registration.pk),
                "note": _("passport data, kept encrypted; the letter for the consulate"),
                **visa_status(visa, letter),
            }
        )  # fmt: skip
    decided = [wish for wish in wishes if wish.state != Support.State.ASKED]
    status = ngettext("%d answer", "%d answers", len(decided)) % len(decided) if decided else _("asked for")
    tasks.append(
        {
            "title": _("Support"), "url": conference.url("registration:support", pk=registration.pk),
            "note": _("travel, accommodation or allowance paid by the organisers or UNESCO"),
            "status": status if wishes else _("if you need it"), "kind": "ok" if decided else "",
        }
    )  # fmt: skip
    return tasks


def visa_status(visa: VisaDetails | None, letter: LetterRequest | None) -> dict[str, str]:
    if letter is not None and letter.state == State.ISSUED:
        is_good = letter.may_be_downloaded
        status = _("the letter is ready") if is_good else _("the letter is void")
        return {"status": status, "kind": "ok" if is_good else "err"}
    if letter is not None and letter.state == State.RETURNED:
        return {"status": _("there is a remark"), "kind": "warn"}
    if letter is not None and letter.state == State.REVOKED:
        return {"status": _("the letter is void"), "kind": "err"}
    if letter is not None:
        return {"status": _("the letter is asked for"), "kind": ""}
    return {"status": _("data saved") if visa else _("if you need one"), "kind": "ok" if visa else ""}


def notes_of(person: Person) -> list[dict[str, Any]]:
    """The note verbale of each accredited delegation whose focal point the person is."""
    led = Delegation.objects.led_by(person).filter(state=Delegation.State.ACCREDITED).select_related("conference")
    delegations = [each for each in led if each.conference.today() <= each.conference.ends]
    if not delegations:
        return []
    rows = LetterRequest.objects.filter(delegation__in=delegations, kind=Kind.NOTE_VERBALE)
    letters = {row.delegation_id: row for row in rows.select_related("document").order_by("asked_at", "pk")}
    return [
        {
            "delegation": each, "conference": each.conference, "letter": letters.get(each.pk),
            "may_ask": each.pk not in letters or letters[each.pk].state in (State.RETURNED, State.REVOKED),
        }
        for each in delegations
    ]  # fmt: skip


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Letters to check, approve or issue; wishes to decide or settle: each for who can do it."""
    return [*letters_waiting(request, conference), *support_waiting(request, conference)]


def letters_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    who = request.user
    if not may(who, ISSUE_LETTERS, conference):
        return []
    rows = LetterRequest.objects.of(conference).unfinished().order_by()
    counts = {row["state"]: row for row in rows.values("state").annotate(number=Count("pk"), since=Min("asked_at"))}
    checks = may(who, READ_PASSPORT, conference)
    wanted = (
        (State.REQUESTED, checks, _("Check")),
        (State.CHECKED, may(who, DECIDE, conference), _("Approve")),
        (State.APPROVED, True, _("Issue")),
    )
    texts: dict[str, Callable[[int], str]] = {
        State.REQUESTED: lambda n: ngettext("%d letter waits for a check", "%d letters wait for a check", n) % n,
        State.CHECKED: lambda n: ngettext("%d letter waits for approval", "%d letters wait for approval", n) % n,
        State.APPROVED: lambda n: ngettext("%d letter can be issued", "%d letters can be issued", n) % n,
    }
    url = conference.url("registration:desk_letters")
    return [
        {
            "text": texts[state](counts[state]["number"]), "note": _("visa letters and notes verbales"),
            "url": f"{url}?state={state.value}", "action": action, "since": counts[state]["since"],
        }
        for state, allowed, action in wanted
        if allowed and state in counts
    ]  # fmt: skip


def support_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    tasks = []
    url = conference.url("registration:desk_support")
    if may(request.user, DECIDE, conference):
        asked = Support.objects.of(conference).awaiting_decision().aggregate(number=Count("pk"), since=Min("asked_at"))
        if asked["number"]:
            text = ngettext("%d request for support waits", "%d requests for support wait", asked["number"])
            tasks.append(
                {
                    "text": text % asked["number"], "note": _("travel, accommodation, allowance"),
                    "url": f"{url}?state=asked", "action": _("Decide"), "since": asked["since"],
                }
            )  # fmt: skip
    if may(request.user, SEE_MONEY, conference):
        granted = Support.objects.of(conference).filter(state=Support.State.GRANTED)
        due = granted.aggregate(number=Count("pk"), since=Min("decided_at"))
        if due["number"]:
            text = ngettext("%d grant is not settled", "%d grants are not settled", due["number"])
            tasks.append(
                {
                    "text": text % due["number"], "note": "", "url": f"{url}?state=granted", "action": _("Settle"),
                    "since": due["since"],
                }
            )  # fmt: skip
    return tasks


def personal_data(person: Person) -> dict[str, Any]:
    """Travel, support and requests for letters; of passport data only that they are kept, and until when."""
    travel = Travel.objects.filter(registration__person=person).select_related("registration__conference")
    visas = VisaDetails.objects.filter(registration__person=person).select_related("registration__conference")
    wishes = (
        Support.objects.filter(registration__person=person).select_related("conference").defer("amount", "currency")
    )
    letters = LetterRequest.objects.filter(registration__person=person).select_related("conference", "document")
    return {
        "travel": [
            {"conference": each.registration.conference.title, **{name: told(each, name) for name in TRAVEL_FIELDS}}
            for each in travel
        ],
        "passport": [
            {
                "conference": each.registration.conference.title, "number": each.masked_number(),
                "kept_until": date_format(erased_on(each.registration.conference), "Y-m-d"),
            }
            for each in visas
        ],
        "support": [
            {
                "conference": each.conference.title, "what": each.item, "payer": each.payer, "quantity": each.quantity,
                "asked": each.asked, "state": each.state, "note": each.note,
            }
            for each in wishes
        ],
        "letters": [
            {
                "conference": each.conference.title, "kind": each.kind, "state": each.state, "remark": each.remark,
                "number": each.document.number if each.document else "",
            }
            for each in letters
        ],
    }  # fmt: skip


def sealed_data(person: Person) -> dict[str, Any]:
    """The person's own passport data in plain, for their own copy alone."""
    rows = VisaDetails.objects.filter(registration__person=person).select_related("registration__conference")
    opened = []
    for each in rows:
        try:
            values = each.in_plain()
        except CannotOpen as problem:
            values = {"note": str(problem)}
        plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
        opened.append({"conference": each.registration.conference.title, **plain})
    return {"passport": opened} if opened else {}


def told(travel: Travel, name: str) -> Any:
    value = getattr(travel, name)
    return value.isoformat() if hasattr(value, "isoformat") else value


def erase(person: Person, *, by: Person | None) -> list[str]:
    return erase_travel_of(person, by=by)


def schedules() -> list[Callable[[], Any]]:
    return [erase_due_travel]
