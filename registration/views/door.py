"""The door: one page that a phone keeps, its list and its reports, and the same by plain forms without JavaScript."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from conference.models import ConsentText
from conference.permissions import may, require
from conference.services.consent import agreed
from conference.text import search_key
from registration.forms.door import LookForm, PlaceForm, read_report
from registration.models import CheckIn, Delegation, Registration
from registration.permissions import CHECK_IN
from registration.services.attendance import absent_on, by_session, turnout
from registration.services.door import (
    Arrival,
    NotAdmitted,
    Verdict,
    check_in,
    check_in_delegation,
    digits_in,
    find,
    looks_like_code,
    sync,
    undo_check_ins,
    verdict_on,
    words_of,
)
from registration.services.door_list import card, clock, rehearsal_note, the_list, title_of
from workshops.models import Session

from . import door_words

CAMERA_HERE = {"camera": "self", "geolocation": [], "microphone": [], "payment": [], "usb": []}
MODULES = ("door", "store", "fold", "guests", "links", "sync", "camera", "screen")
SHELL = (
    *(f"css/{name}.css" for name in ("tokens", "fonts", "base", "layout", "components", "forms", "desk", "door")),
    "vendor/fonts/noto-sans-armenian-armenian-wght-normal.woff2",
    *(f"vendor/fonts/onest-{script}-wght-normal.woff2" for script in ("cyrillic", "latin")),
    *(f"vendor/fonts/source-serif-4-{script}-opsz-normal.woff2" for script in ("cyrillic", "latin")),
    *(f"js/door/{name}.js" for name in MODULES),
    "vendor/jsqr/jsQR.js",
    "img/mark.svg",
)
MOST_NAMES = 30


def closed(request: HttpRequest) -> HttpResponse:
    """The door does not exist for this visitor; the header tells a device to forget what it keeps."""
    response = render(request, "404.html", status=404)
    response["X-Door"] = "closed"
    return response


def place_of(request: HttpRequest) -> dict[str, Any]:
    """At which door this browser stands, and what is checked there."""
    told = request.session.get("door", {})
    return {"door": told.get("door", ""), "session": told.get("session")}


def session_of(request: HttpRequest) -> Session | None:
    chosen = place_of(request)["session"]
    return Session.objects.of(request.conference).filter(pk=chosen).first() if chosen else None


@require_http_methods(["GET", "HEAD", "POST"])
@permissions_policy_override(CAMERA_HERE)
def door(request: HttpRequest) -> HttpResponse:
    """The page that a phone keeps: nothing in it is about anybody. POST is the same door without JavaScript."""
    conference = request.conference
    if not may(request.user, CHECK_IN, conference):
        return closed(request)
    found = None
    form = LookForm(request.POST or None, conference=conference, initial=place_of(request))
    if request.method == "POST" and form.is_valid():
        request.session["door"] = {name: form.cleaned_data[name] for name in ("door", "session")}
        if response := _look(request, form.cleaned_data["look"]):
            return response
        found = _named(request, form.cleaned_data["look"])
        if not found and looks_like_code(form.cleaned_data["look"]):
            return _refused(request, Verdict.UNKNOWN, form.cleaned_data["look"])
    context = {
        "form": form, "found": found, "is_search": found is not None, "has_errors": bool(form.errors),
        "rehearsal": rehearsal_note(conference), "words": door_words.all_words(),
        "is_shell": "X-Door-Shell" in request.headers,  # a device keeps this answer: no messages in it
        "setup": {
            "slug": conference.slug, "zone": conference.time_zone, "language": get_language(),
            "page": conference.url("registration:door"), "list": conference.url("registration:door_list"),
            "sync": conference.url("registration:door_sync"), "worker": conference.url("registration:door_worker"),
            "reader": static("vendor/jsqr/jsQR.js"),
        },
    }  # fmt: skip
    return render(request, "registration/door.html", context)


def _look(request: HttpRequest, text: str) -> HttpResponse | None:
    """The verdict on the code or number that was typed; None when it is a name or the end of a number."""
    found = find(request.conference, text)
    if found is None:
        return None
    if found.registration is None or found.verdict == Verdict.VOID:
        return _refused(request, found.verdict, text, found.registration)
    if found.verdict == Verdict.ADMIT:
        _check_in(request, found.registration, CheckIn.Method.SCAN)
    return redirect(request.conference.url("registration:door_guest", pk=found.registration.pk))


def _refused(request: HttpRequest, verdict: Verdict, typed: str, guest: Registration | None = None) -> HttpResponse:
    """The red card for a code that opens nothing, with the next step."""
    shown = typed.strip()[:60]
    told = {"name": guest.participant.full_name, "number": guest.number} if guest else {"number": shown}
    context = {
        "verdict": verdict, "words": words_of(verdict), "told": told, "guest": guest, "is_refused": True,
        "next_step": "" if guest else door_words.next_step(), "rehearsal": rehearsal_note(request.conference),
    }  # fmt: skip
    return render(request, "registration/door_guest.html", context)


def _named(request: HttpRequest, text: str) -> list[Registration]:
    rows = Registration.objects.of(request.conference).active().select_related("person", "category", "delegation")
    if digits := digits_in(text):
        return list(rows.filter(number__endswith=f"-{digits}").order_by("number")[:MOST_NAMES])
    for word in search_key(text).split():
        rows = rows.filter(search__contains=word)
    return list(rows.order_by("person__latin_name", "pk")[:MOST_NAMES])


def _check_in(request: HttpRequest, registration: Registration, method: str) -> None:
    """Note the guest and remember, for the page that follows, whether this was the first time."""
    place = place_of(request)
    try:
        arrival = check_in(
            registration, by=request.user, door=place["door"], session=session_of(request), method=method
        )
    except NotAdmitted:
        return
    remember(request, arrival)


def remember(request: HttpRequest, arrival: Arrival) -> None:
    """Keep in the session what was done just now: what may be undone is the last action of this browser alone."""
    request.session["door_verdict"] = {"check_in": arrival.check_in.pk, "is_new": arrival.is_new}
    if arrival.is_new:
        guest = arrival.check_in.registration_id
        request.session["door_last"] = {"guest": guest, "check_ins": [arrival.check_in.pk], "title": ""}


def _last_action(request: HttpRequest, guest: Registration) -> dict[str, Any]:
    """The last action of this browser when it was about *guest*; else nothing."""
    last = request.session.get("door_last") or {}
    return last if last.get("guest") == guest.pk else {}


def _guest(request: HttpRequest, pk: int) -> Registration:
    require(request.user, CHECK_IN, request.conference)
    rows = Registration.objects.of(request.conference).sent()
    found = get_object_or_404(
        rows.select_related("conference", "person", "category", "track", "delegation", "access_needs"), pk=pk
    )
    found.conference = request.conference
    return found


@require_safe
def door_guest(request: HttpRequest, pk: int) -> HttpResponse:
    """The verdict on one guest, for browsers without JavaScript and for who was entered at the desk."""
    guest = _guest(request, pk)
    conference, session = request.conference, session_of(request)
    rows = CheckIn.objects.standing().filter(registration=guest, session=session)
    rows = rows if session else rows.filter(day=conference.today())
    standing = rows.first()
    verdict = verdict_on(guest)
    last = request.session.get("door_verdict") or {}
    if standing and not (last.get("check_in") == standing.pk and last.get("is_new")):
        verdict = Verdict.ALREADY
    language = get_language() or "ru"
    told = card(
        guest, language,
        agreed_to_photos=agreed(conference, ConsentText.Kind.PHOTO_VIDEO),
        agreed_to_needs=agreed(conference, ConsentText.Kind.SPECIAL_CATEGORY),
    )  # fmt: skip
    context = {
        "guest": guest, "told": told, "verdict": verdict, "standing": standing,
        "words": door_words.verdict_line(verdict, clock(standing.at, conference) if standing else "",
                                         standing.door if standing else ""),
        "is_expected": verdict_on(guest) == Verdict.ADMIT and not standing,
        "delegation": _delegation_card(guest, session, language), "rehearsal": rehearsal_note(conference),
        "session": session, "undo": _undo_words(request, guest),
        "is_walk_in": bool(
            standing and standing.method == CheckIn.Method.DESK and verdict == Verdict.ADMIT
        ),
    }  # fmt: skip
    return render(request, "registration/door_guest.html", context)


def _undo_words(request: HttpRequest, guest: Registration) -> str:
    last = _last_action(request, guest)
    if not last:
        return ""
    return door_words.undo_delegation(len(last["check_ins"])) if last["title"] else _("Undo the check-in")


def _delegation_card(guest: Registration, session: Session | None, language: str) -> dict[str, Any] | None:
    if guest.delegation is None or verdict_on(guest) != Verdict.ADMIT:
        return None
    hall = Registration.Attendance.HALL
    members = guest.delegation.registrations.approved().filter(attendance=hall).select_related("person")
    rows = CheckIn.objects.standing().filter(registration__in=members, session=session)
    rows = rows if session else rows.filter(day=guest.conference.today())
    present = set(rows.values_list("registration", flat=True))
    missing = [member for member in members.in_protocol_order() if member.pk not in present]
    return {
        "pk": guest.delegation.pk, "title": title_of(guest.delegation, language), "came": len(present),
        "total": len(present) + len(missing), "missing": missing,
    }  # fmt: skip


@require_POST
def door_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Check in the guest who was found by name."""
    guest = _guest(request, pk)
    if "door" in request.POST:
        place = PlaceForm(request.POST, conference=request.conference)
        if place.is_valid():
            request.session["door"] = place.cleaned_data
    _check_in(request, guest, CheckIn.Method.NAME)
    return redirect(request.conference.url("registration:door_guest", pk=guest.pk))


@require_POST
def door_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what this browser did last, when it was about the guest; never an earlier check-in."""
    guest = _guest(request, pk)
    last = _last_action(request, guest)
    rows = undo_check_ins(request.conference, last.get("check_ins", []), by=request.user)
    request.session.pop("door_last", None) if last else None
    numbers = [row.registration.number for row in rows]
    if not rows:
        messages.warning(request, _("Nothing is taken back: this was not the last check-in of this device."))
    elif last["title"]:
        messages.success(request, door_words.all_taken_back(last["title"], numbers))
    else:
        messages.success(request, door_words.taken_back(str(guest.participant), guest.number))
    return redirect(request.conference.url("registration:door"))


@require_POST
def door_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """Check in the whole delegation; back to the guest on whose page it was asked, where it may be undone."""
    require(request.user, CHECK_IN, request.conference)
    delegation = get_object_or_404(Delegation.objects.of(request.conference), pk=pk)
    arrivals = check_in_delegation(
        delegation, by=request.user, door=place_of(request)["door"], session=session_of(request)
    )
    new = sum(arrival.is_new for arrival in arrivals)
    messages.success(request, _("Checked in: %(new)d of %(total)d") % {"new": new, "total": len(arrivals)})
    asked = request.POST.get("guest", "")
    guest = next((each.check_in.registration_id for each in arrivals if asked == str(each.check_in.registration_id)), 0)
    if not guest:
        return redirect(request.conference.url("registration:door"))
    if new:
        made = [arrival.check_in.pk for arrival in arrivals if arrival.is_new]
        title = title_of(delegation, get_language() or "ru")
        request.session["door_last"] = {"guest": guest, "check_ins": made, "title": title}
    return redirect(request.conference.url("registration:door_guest", pk=guest))


@require_safe
def door_live(request: HttpRequest) -> HttpResponse:
    """How many are in, by category and hour, and who is expected still."""
    require(request.user, CHECK_IN, request.conference)
    conference = request.conference
    day = _day(request.GET.get("day", ""), conference.today())
    context = {
        "turnout": turnout(conference, day), "absent": absent_on(conference, day), "day": day,
        "now": timezone.localtime(timezone=conference.zone),
        "is_rehearsal": not conference.starts <= day <= conference.ends,
        "days": CheckIn.objects.of(conference).standing().dates("day", "day"),
        "sessions": by_session(conference, day),
    }  # fmt: skip
    return render(request, "registration/door_live.html", context)


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


# -- what the device asks for -------------------------------------------------------------------------------
def not_for_you() -> JsonResponse:
    response = JsonResponse({"error": "closed"}, status=404)
    response["X-Door"] = "closed"
    return response


@require_safe
def door_list(request: HttpRequest) -> HttpResponse:
    """The list as JSON with its fingerprint; who has the newest gets 304. Headers: our clock, token, end of use."""
    if not may(request.user, CHECK_IN, request.conference):
        return not_for_you()
    body = json.dumps(the_list(request.conference), ensure_ascii=False, separators=(",", ":")).encode()
    fingerprint = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    is_known = request.headers.get("If-None-Match") == fingerprint
    response = HttpResponseNotModified() if is_known else HttpResponse(body, content_type="application/json")
    response["ETag"] = fingerprint
    response["X-Door-Clock"] = timezone.now().isoformat()
    response["X-Door-Expires"] = expires(request).isoformat()
    response["X-Door-Token"] = get_token(request)
    return response


def expires(request: HttpRequest) -> datetime:
    """When a device must forget the list: at the end of the day at the conference, or with the session."""
    zone = request.conference.zone
    midnight = datetime.combine(request.conference.today() + timedelta(days=1), time(), tzinfo=zone)
    return min(midnight, request.session.get_expiry_date())


@require_POST
def door_sync(request: HttpRequest) -> HttpResponse:
    """Take a device's report; an answer for each mark, in its order."""
    if not may(request.user, CHECK_IN, request.conference):
        return not_for_you()
    try:
        marks, sent_at = read_report(request.body)
    except ValidationError as wrong:
        return JsonResponse({"error": wrong.messages[0]}, status=400)
    answers = sync(request.conference, marks, by=request.user, sent_at=sent_at)
    rows = [
        {
            "nonce": str(answer.nonce), "result": answer.result, "verdict": answer.verdict,
            "at": clock(answer.check_in.at, request.conference) if answer.check_in else "",
            "door": answer.check_in.door if answer.check_in else "",
        }
        for answer in answers
    ]  # fmt: skip
    return JsonResponse({"answers": rows})


@require_safe
def door_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of this door alone: its scope is the folder of its address."""
    require(request.user, CHECK_IN, request.conference)
    told = {
        "version": version(), "page": request.conference.url("registration:door"),
        "database": f"vmeste-door-{request.conference.slug}", "assets": assets(), "prefix": settings.STATIC_URL,
    }  # fmt: skip
    body = f"self.DOOR = {json.dumps(told)};\nimportScripts({json.dumps(static('js/door/worker.js'))});\n"
    return HttpResponse(body, content_type="text/javascript")


def assets() -> list[str]:
    """Addresses of everything the page is made of; modules also by the plain names by which they import each other."""
    plain = [f"{settings.STATIC_URL}js/door/{name}.js" for name in MODULES]
    return sorted({*(static(name) for name in SHELL), *plain})


@cache
def version() -> str:
    """A fingerprint of the files that the page is made of: another one makes devices fetch them anew."""
    digest = hashlib.sha256()
    for name in (*SHELL, "js/door/worker.js"):
        if path := finders.find(name):
            digest.update(Path(path).read_bytes())
    return digest.hexdigest()[:16]
