"""The statements of one session on the desk: who speaks, in which order, how long, and whose text has come."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.crew import StatementForm
from workshops.forms.planning import MoveTalkForm
from workshops.models import Session, SessionMaterial, Speaker, Talk, clock
from workshops.services import planning
from workshops.services import statements as services
from workshops.services.warnings.draft import told
from workshops.views.planning.acting import planned, planned_talk


def back(session: Session) -> str:
    return session.conference.url("workshops:statements", pk=session.pk)


@require_safe
def statements(request: HttpRequest, pk: int) -> HttpResponse:
    session = planned(request, pk)
    if session.is_break:
        raise Http404
    current = SessionMaterial.objects.current().select_related("session__conference", "talk__session")
    talks = list(
        session.talks.select_related("submission").prefetch_related(
            Prefetch("speakers", Speaker.objects.select_related("person").order_by("order", "pk")),
            Prefetch("materials", current),
        ).order_by("order", "pk")
    )  # fmt: skip
    begins = clock(session.starts, talks)
    spoken = sum(talk.minutes for talk in talks if talk.kind != Talk.Kind.POSTER)
    rows = [_row(talk, begins[talk.pk]) for talk in talks]
    return render(
        request,
        "workshops/statements.html",
        {
            "session": session,
            "rows": rows,
            "spoken": spoken,
            "over": max(spoken - session.minutes, 0),
            "left": max(session.minutes - spoken, 0),
            "waiting": sum(row["is_missing"] and row["has_account"] for row in rows),
        },
    )


def _row(talk: Talk, starts: Any) -> dict[str, Any]:
    materials, speakers = list(talk.materials.all()), list(talk.speakers.all())
    is_statement = talk.kind == Talk.Kind.STATEMENT
    has_text = any(each.kind == SessionMaterial.Kind.STATEMENT for each in materials)
    return {
        "talk": talk, "starts": starts, "speakers": speakers, "materials": materials, "is_statement": is_statement,
        "is_missing": is_statement and not has_text, "has_account": any(each.person_id for each in speakers),
    }  # fmt: skip


def _statement(request: HttpRequest, pk: int) -> Talk:
    talk = planned_talk(request, pk)
    if talk.kind != Talk.Kind.STATEMENT:
        raise Http404
    return talk


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    session = planned(request, pk)
    if session.is_break:
        raise Http404
    return _writing(request, session, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    talk = _statement(request, pk)
    return _writing(request, talk.session, talk)


def _writing(request: HttpRequest, session: Session, talk: Talk | None) -> HttpResponse:
    kwargs: dict[str, Any] = {"conference": session.conference, "talk": talk}
    if request.method == "POST":
        if switched := switch_language(request):
            return switched
        form = StatementForm(request.POST, **kwargs)
        if form.is_valid():
            verb, subject = (services.edit_statement, talk) if talk else (services.add_statement, session)
            done = _("The statement is saved. The public sees it with the next release.")
            if attempt(request, verb, subject, done=done, **form.asked()):
                return redirect(back(session))
    else:
        form = StatementForm.with_typed(typed(request), **kwargs)
    context = {
        "session": session, "talk": talk, "form": form, "has_errors": form.is_bound and bool(form.errors),
        "language_form": "main-form", "back": back(session),
    }  # fmt: skip
    return render(request, "workshops/statement_form.html", context)


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    talk = planned_talk(request, pk)
    form = MoveTalkForm(request.POST)
    place = form.cleaned_data["position"] if form.is_valid() else None
    if place:
        attempt(request, planning.move_talk, talk, position=place, done=_moved)
    return redirect(f"{back(talk.session)}#talk-{talk.pk}")


def _moved(talk: Talk) -> str:
    return _("“%(title)s” is now number %(place)d") % {
        "title": told(talk.submission or talk, "title"),
        "place": talk.order,
    }


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    talk = _statement(request, pk)
    attempt(request, services.remove_statement, talk, done=_("The statement is taken out."))
    return redirect(back(talk.session))


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to every speaker whose text has not come."""
    session = planned(request, pk)

    def words(count: int) -> str:
        if not count:
            return _("Nobody to write to: those who can be asked were asked within the last day.")
        return ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count) % {
            "count": count
        }

    attempt(request, services.ask_for_texts, session, done=words)
    return redirect(back(session))
