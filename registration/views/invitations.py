"""Invitations: what a guest answers, and the desk from which many are invited at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.models import Job
from conference.models.people import PersonManager
from conference.moves import MoveNotAllowed
from conference.permissions import require
from conference.services import mail
from conference.tables import as_xlsx
from conference.views.downloads import XLSX, download
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from registration.forms.invitations import COLUMNS, DeclineForm, InviteForm, Preview, sealed, unsealed
from registration.models import Category, Invitation, Registration
from registration.models.registrations import INVITED
from registration.permissions import DECIDE
from registration.services import invitations

from . import drafts

INVITED_CATEGORIES = "invited_categories"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PER_PAGE = 50


# -- the guest ----------------------------------------------------------------------------------------------------


def _of_link(request: HttpRequest, token: str) -> Invitation | None:
    return Invitation.objects.of(request.conference).of_link(token)


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/invitation_dead.html", status=404)


def _is_somebody_else(request: HttpRequest, invitation: Invitation) -> bool:
    """Signed in with another address than the one that was invited by name."""
    person = drafts.visitor(request)
    if person is None or not invitation.is_personal:
        return False
    addresses = {PersonManager.normalize_email(each) for each in (person.email, person.contact_email) if each}
    return invitation.email not in addresses


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, to what, as whom. Reading it changes nothing: programs that check mail may open it too."""
    found = _of_link(request, token)
    if found is None:
        return _dead(request)
    return _page(request, found, token, DeclineForm())


def _page(request: HttpRequest, found: Invitation, token: str, form: DeclineForm) -> HttpResponse:
    context = {
        "invitation": found,
        "token": token,
        "form": form,
        "is_good": found.is_good() and found.category.is_open(),
        "is_closed": found.is_good() and not found.category.is_open(),
        "is_over": found.state == Invitation.State.EXPIRED or (found.state == "sent" and not found.is_good()),
        "is_full": found.state in ("sent", "accepted") and not found.places_left and not found.is_personal,
        "somebody_else": _is_somebody_else(request, found),
        "registration": drafts.taking_part(request),
        "guest": invitations.guest_of(found),
        "has_errors": bool(form.errors),
    }
    return render(request, "registration/invitation.html", context)


@require_POST
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """To the form of the category, with what is known filled in; the address need not be shown again by a code."""
    found = _of_link(request, token)
    if found is None:
        return _dead(request)
    page = request.conference.url("registration:invitation", token=token)
    if drafts.taking_part(request) or _is_somebody_else(request, found) or not found.category.is_open():
        return redirect(page)
    if draft := _begun(request, found):
        return _to_the_form(request, found, draft)
    person = drafts.visitor(request)
    if person is None and invitations.may_sign_in(found):
        person = invitations.account_for(found)
        login(request, person, backend=BACKEND)
    try:
        draft = invitations.begin(found, by=person, language=get_language() or "ru")
    except MoveNotAllowed:
        return redirect(page)
    return _to_the_form(request, found, draft)


def _begun(request: HttpRequest, found: Invitation) -> Registration | None:
    """The draft that this visitor has begun from this invitation."""
    draft = drafts.draft_of(request, found.category)
    is_ours = draft is not None and draft.answers.get(INVITED, {}).get("invitation") == found.pk
    return draft if is_ours else None


def _to_the_form(request: HttpRequest, found: Invitation, draft: Registration) -> HttpResponse:
    known = request.session.get(INVITED_CATEGORIES, [])
    request.session[INVITED_CATEGORIES] = sorted({*known, found.category_id})
    drafts.remember_draft(request, draft)
    return redirect(request.conference.url("registration:category", category=found.category.slug))


@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    found = _of_link(request, token)
    if found is None:
        return _dead(request)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, token, form)
    try:
        invitations.decline(found, reason=form.cleaned_data["reason"])
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
    return redirect(request.conference.url("registration:invitation", token=token))


# -- the desk -----------------------------------------------------------------------------------------------------


def _here(request: HttpRequest) -> Any:
    """The invitations of this conference, for whoever may decide; for others they do not exist."""
    require(request.user, DECIDE, request.conference)
    return Invitation.objects.of(request.conference).select_related("conference", "category")


def _desk(request: HttpRequest, state: str = "") -> HttpResponse:
    address = request.conference.url("registration:invitations")
    return redirect(f"{address}?state={state}" if state in Invitation.State.values else address)


@require_safe
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Everybody invited, with what became of it; ``?state=`` narrows it."""
    rows = _here(request)
    state = request.GET.get("state", "")
    state = state if state in Invitation.State.values else ""
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    shown = rows.filter(state=state) if state else rows
    page = Paginator(shown.prefetch_related("registrations"), PER_PAGE).get_page(request.GET.get("page"))
    jobs = Job.objects.of(request.conference).unfinished().filter(kind=invitations.JOB)
    context = {
        "page_obj": page,
        "state": state,
        "total": sum(counts.values()),
        "states": [(each.value, each.label, counts.get(each.value, 0)) for each in Invitation.State],
        "silent": counts.get(Invitation.State.SENT, 0),
        "running": jobs.first(),
    }
    return render(request, "registration/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The table and, once it is sent, what would come of it. Nothing is written here."""
    require(request.user, DECIDE, request.conference)
    if response := switch_language(request):
        return response
    conference = request.conference
    preview = None
    if request.method == "POST":
        form = InviteForm(request.POST, request.FILES, conference=conference)
        if form.is_valid():
            preview = form.preview()
    else:
        form = InviteForm.with_typed(typed(request), conference=conference)
    context = {"form": form, "has_errors": bool(form.errors), "language_form": "main-form", "columns": COLUMNS}
    if preview is not None:
        context |= _shown(form, preview)
    return render(request, "registration/invitations_new.html", context)


def _shown(form: InviteForm, preview: Preview) -> dict[str, Any]:
    category, kind = form.cleaned_data["category"], form.cleaned_data["kind"]
    rows = [{name: value for name, value in row.items() if name != "number"} for row in preview.rows]
    return {
        "preview": preview,
        "chosen": category,
        "is_personal": kind == Invitation.Kind.PERSONAL,
        "payload": sealed(form.conference, category, rows) if rows else "",
        "letters": letters_of(category, kind, rows) if rows else [],
    }


def letters_of(category: Category, kind: str, rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The letter in each language as its first reader would get it."""
    shown = []
    for language in ("ru", "en"):
        row = next((row for row in rows if row["language"] == language), {**rows[0], "language": language})
        sample = Invitation(conference=category.conference, category=category, **row)
        with override(language):
            key = "invitation-personal" if kind == Invitation.Kind.PERSONAL else "invitation-organisation"
            subject, body = mail.wording(key, category.conference, language)
            link = mail.link(category.conference.url("registration:invitation", token="-"))  # noqa: S106 — not a secret
            link = link.replace("/-/", "/…/")
            values = invitations.wording(sample, link=link) | {
                "conference": category.conference.title, "contact": category.conference.contact_email,
            }  # fmt: skip
        shown.append({"language": language, "subject": mail.fill(subject, values), "body": mail.fill(body, values)})
    return shown


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Prepare and send what the preview showed."""
    require(request.user, DECIDE, request.conference)
    found = unsealed(request.conference, request.POST.get("payload", ""))
    if found is None:
        messages.warning(request, _("The preview is too old. Look at the table again before you send."))
        return redirect(request.conference.url("registration:invitations_new"))
    category, rows = found
    prepared = invitations.prepare(category, rows, by=request.user)
    if not prepared:
        messages.info(request, _("All of them were invited meanwhile. Nothing was sent."))
        return _desk(request)
    job = invitations.send_all(prepared, conference=request.conference, by=request.user)
    return redirect(request.conference.url("registration:invitations_job", pk=job.pk))


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty table with the columns that are understood, in the language of the page."""
    require(request.user, DECIDE, request.conference)
    at = 1 if get_language() == "ru" else 0
    header = [column.titles[at] for column in COLUMNS]
    return download(as_xlsx(header, [], title=_("Invitations")), XLSX, "invitations.xlsx")


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Write again to everybody who has not answered, in the background."""
    waiting = [each for each in _here(request).awaiting_an_answer() if each.is_good()]
    if not waiting:
        messages.info(request, _("Nobody has to be reminded."))
        return _desk(request)
    job = invitations.send_all(waiting, conference=request.conference, by=request.user)
    return redirect(request.conference.url("registration:invitations_job", pk=job.pk))


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_here(request), pk=pk)
    done = _("The invitation to %(address)s is sent again.") % {"address": found.email}
    attempt(request, invitations.send, found, done=done)
    return _desk(request, request.POST.get("state", ""))


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_here(request), pk=pk)
    done = _("The invitation to %(address)s is revoked.") % {"address": found.email}
    attempt(request, invitations.revoke, found, done=done)
    return _desk(request, request.POST.get("state", ""))


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "registration/invitations_job.html", _watched(request, pk))


@require_safe
def job_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part of the job's page, for the script that refreshes it."""
    return render(request, "registration/invitations_job_part.html", _watched(request, pk))


def _watched(request: HttpRequest, pk: int) -> dict[str, Any]:
    require(request.user, DECIDE, request.conference)
    jobs = Job.objects.of(request.conference).filter(kind=invitations.JOB).select_related("by")
    watched = get_object_or_404(jobs, pk=pk)
    numbers = {"done": watched.done, "total": watched.total}
    headline = ngettext("%(done)d of %(total)d letter", "%(done)d of %(total)d letters", watched.total) % numbers
    if watched.state == Job.State.QUEUED:
        headline = _("The letters wait for a free worker")
    if watched.state == Job.State.DONE:
        headline = ngettext("%(total)d letter is on its way", "%(total)d letters are on their way", watched.total)
        headline %= numbers
    return {"job": watched, "headline": headline, "is_running": not watched.is_finished}
