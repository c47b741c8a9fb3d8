"""What there is in the library of a season, what lacks something, and what readers wrote."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from conference.keys import key_in
from conference.models import Conference
from conference.permissions import require
from conference.text import search_key
from conference.views.verbs import attempt
from proceedings.models import Material, Usefulness
from proceedings.permissions import EDIT
from proceedings.services import library
from workshops.models import Question, Session
from workshops.views.listening import of_a_season

PER_PAGE = 30
LACKS = {
    "ru": pgettext_lazy("materials", "without Russian"),
    "en": pgettext_lazy("materials", "without English"),
    "changes": pgettext_lazy("materials", "with changes not published"),
}


def editors_only(request: HttpRequest) -> Conference:
    """The season, for its editors."""
    require(request.user, EDIT, request.conference)
    return request.conference


def lacking(rows: QuerySet[Material], what: str) -> QuerySet[Material]:
    if what == "changes":
        return rows.filter(version__gt=0).exclude(draft={})
    if what in ("ru", "en"):
        other = "en" if what == "ru" else "ru"
        missing = Q()
        for name in ("title", "summary", "body"):
            missing |= _empty(f"{name}_{what}") & ~_empty(f"{name}_{other}")
        return rows.filter(missing)
    return rows


def _empty(field: str) -> Q:
    return Q(**{field: ""}) | Q(**{f"{field}__isnull": True})


@require_safe
@of_a_season
def desk(request: HttpRequest) -> HttpResponse:
    """Every material of the season, by state and kind, with what it lacks."""
    conference = editors_only(request)
    told = {name: request.GET.get(name, "") for name in ("state", "kind", "lacks", "q")}
    everything = Material.objects.of(conference)
    counts = dict(everything.order_by().values_list("state").annotate(n=Count("pk")))
    rows = everything
    if told["state"] in Material.State.values:
        rows = rows.filter(state=told["state"])
    if told["kind"] in Material.Kind.values:
        rows = rows.filter(kind=told["kind"])
    rows = lacking(rows, told["lacks"])
    found: Any = rows.order_by("-changed_at", "-pk")
    if words := search_key(told["q"]).split():
        found = [
            row
            for row in found.defer("body_ru", "body_en", "transcript_ru", "transcript_en")
            if all(word in search_key(f"{row.title_ru} {row.title_en}") for word in words)
        ]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "told": told,
        "is_filtered": any(told.values()),
        "states": [(value, label, counts.get(value, 0)) for value, label in Material.State.choices],
        "total": sum(counts.values()),
        "kinds": Material.Kind.choices,
        "lacks": LACKS.items(),
        "notes": unread_notes(conference).count(),
        "events": events_for_digests(conference),
    }
    return render(request, "proceedings/library/desk.html", context)


def events_for_digests(conference: Conference) -> list[Session]:
    """Events with answers and without a digest, the newest first."""
    answered = Question.objects.of(conference).filter(state=Question.State.ANSWERED).values("session")
    done = Material.objects.of(conference).filter(kind=Material.Kind.DIGEST, session__isnull=False)
    done = done.exclude(state=Material.State.WITHDRAWN)
    rows = Session.objects.of(conference).filter(pk__in=answered).exclude(pk__in=done.values("session"))
    return list(rows.order_by("-starts")[:60])


@require_POST
@of_a_season
def digest(request: HttpRequest) -> HttpResponse:
    """One click: a draft made of the answered questions of an event."""
    conference = editors_only(request)
    session = get_object_or_404(Session.objects.of(conference), pk=key_in(request.POST.get("session", "")))
    made: list[Material] = []
    done = attempt(
        request, lambda *, by: made.append(library.digest_of(session, by=by)),
        done=_("The draft of the digest is made. Read it, change what you like, have it reviewed."),
    )  # fmt: skip
    return redirect(made[0].desk_url() if done else conference.url("proceedings:library_desk"))


# -- notes of readers -------------------------------------------------------------------------------------------------


def unread_notes(conference: Conference) -> QuerySet[Usefulness]:
    return Usefulness.objects.filter(material__conference=conference, is_read=False).exclude(note="")


@require_safe
@of_a_season
def notes(request: HttpRequest) -> HttpResponse:
    """What readers wrote beside “Was this useful?”, those not read yet first."""
    conference = editors_only(request)
    rows = Usefulness.objects.filter(material__conference=conference).exclude(note="").select_related("material")
    page = Paginator(rows.order_by("is_read", "-at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.material.conference = conference
    return render(request, "proceedings/library/notes.html", {"page_obj": page})


@require_POST
@of_a_season
def note_read(request: HttpRequest, pk: int) -> HttpResponse:
    conference = editors_only(request)
    row = get_object_or_404(Usefulness.objects.filter(material__conference=conference), pk=pk)
    attempt(request, lambda mark, *, by: library.read_note(mark), row, done=_("The note is marked as read."))
    return redirect(conference.url("proceedings:library_notes"))
