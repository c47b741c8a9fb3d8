"""The desk of guarded letters: the queue, the check of passport data under log, approval, issue, download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_countries import countries

from conference.moves import MoveNotAllowed
from conference.permissions import may, require
from conference.rendering import RenderFailed
from conference.sealed import CannotOpen
from conference.services.readings import NotLogged
from conference.views.downloads import PDF, download
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from registration.forms.travel import AddresseeForm, NoteForm, ReadingReasonForm, RemarkForm, addressee_answers
from registration.models import Delegation, LetterRequest, Registration, Travel, VisaDetails
from registration.permissions import DECIDE, ISSUE_LETTERS, READ_PASSPORT
from registration.services import letters_guarded as services
from registration.services.travel import citizenship_differs, read_visa

from .travel import desk_page, may_follow

State = LetterRequest.State


def seen(request: HttpRequest, pk: int, permission: str = ISSUE_LETTERS) -> LetterRequest:
    require(request.user, permission, request.conference)
    return get_object_or_404(LetterRequest.objects.of(request.conference).with_people(), pk=pk)


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Requests, those that wait first. ``?state=issued`` shows one state."""
    require(request.user, ISSUE_LETTERS, request.conference)
    everything = LetterRequest.objects.of(request.conference)
    counts = dict(everything.order_by().values_list("state").annotate(Count("pk")))
    chosen = request.GET.get("state") if request.GET.get("state") in State.values else ""
    rows = everything.filter(state=chosen) if chosen else everything.unfinished()
    context = {
        "letters": rows.with_people().order_by("asked_at", "pk"),
        "states": [(state.value, state.label, counts[state.value]) for state in State if counts.get(state.value)],
        "state": chosen,
        "waiting": sum(counts.get(state, 0) for state in LetterRequest.UNFINISHED),
    }
    return desk_page(request, "guarded_letters", context)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    return letter_page(request, seen(request, pk))


def letter_page(request: HttpRequest, wish: LetterRequest, **forms: Any) -> HttpResponse:
    """One request with what may be done about it now."""
    reads, decides = (may(request.user, each, request.conference) for each in (READ_PASSPORT, DECIDE))
    is_note = not wish.is_visa_letter
    bound = next((form for form in forms.values() if form.errors), None)
    context = {
        "letter": wish,
        "may_read": reads and wish.is_visa_letter,
        "citizenship_differs": reads and wish.registration is not None and citizenship_differs(wish.registration),
        "may_check": wish.state == State.REQUESTED and (reads or is_note),
        "may_approve": wish.state == State.CHECKED and decides,
        "may_issue": wish.state == State.APPROVED,
        "may_return": wish.state in LetterRequest.UNFINISHED,
        "may_revoke": wish.state == State.ISSUED,
        "may_download": wish.may_be_downloaded and (reads or is_note),
        "return_form": RemarkForm(auto_id="return-%s"),
        "revoke_form": RemarkForm(auto_id="revoke-%s"),
        "addressee_form": AddresseeForm(initial=addressee_answers(wish)) if is_note else None,
        "has_passport": wish.registration is not None
        and VisaDetails.objects.filter(registration=wish.registration).exists(),
        "form": bound,
        "has_errors": bound is not None,
        **forms,
    }
    return desk_page(request, "guarded_letter", context)


@require_POST
def letter_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Data are right: for a visa letter said by who may read them, for a note with its addressee."""
    wish = seen(request, pk)
    if wish.is_visa_letter:
        require(request.user, READ_PASSPORT, request.conference)
        return act(request, wish, services.check_data, _("Checked. An organiser approves the letter now."))
    form = AddresseeForm(request.POST)
    if not form.is_valid():
        return letter_page(request, wish, addressee_form=form)
    return act(
        request, wish, services.check_data, _("Checked. An organiser approves the letter now."), **form.cleaned_data
    )


@require_POST
def letter_approve(request: HttpRequest, pk: int) -> HttpResponse:
    wish = seen(request, pk, DECIDE)
    return act(request, wish, services.approve_letter, _("Approved. The letter can be issued."))


@require_POST
def letter_issue(request: HttpRequest, pk: int) -> HttpResponse:
    wish = seen(request, pk)
    done = _("Issued. Whoever asked for it gets a message. To look at the letter, press “Letter, PDF” on this page.")
    if wish.is_visa_letter and not may(request.user, READ_PASSPORT, request.conference):
        done = _("Issued. Whoever asked for it gets a message. The letter is opened by a visa officer and its holder.")
    return act(request, wish, services.issue, done)


@require_POST
def letter_return(request: HttpRequest, pk: int) -> HttpResponse:
    wish = seen(request, pk)
    form = RemarkForm(request.POST, auto_id="return-%s")
    if not form.is_valid():
        return letter_page(request, wish, return_form=form)
    return act(request, wish, services.send_back, _("Returned with your remark."), **form.cleaned_data)


@require_POST
def letter_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    wish = seen(request, pk)
    form = RemarkForm(request.POST, auto_id="revoke-%s")
    if not form.is_valid():
        return letter_page(request, wish, revoke_form=form)
    remark = form.cleaned_data["remark"]
    return act(request, wish, services.revoke, _("Revoked. The check page says so from now on."), reason=remark)


def act(request: HttpRequest, wish: LetterRequest, verb: Callable[..., Any], done: str, **kwargs: Any) -> HttpResponse:
    attempt(request, verb, wish, done=done, **kwargs)
    return redirect(request.conference.url("registration:desk_letter", pk=wish.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest) -> HttpResponse:
    """A note verbale at the wish of the organisers."""
    require(request.user, ISSUE_LETTERS, request.conference)
    if response := switch_language(request):
        return response
    existing = None
    if request.method == "POST":
        form = NoteForm(request.POST, conference=request.conference)
        if form.is_valid():
            try:
                made = services.request_note(request.conference, by=request.user, **form.cleaned_data)
            except MoveNotAllowed as refusal:
                form.add_error("delegation", str(refusal))
                existing = standing_note(form.cleaned_data["delegation"])
            else:
                return redirect(request.conference.url("registration:desk_letter", pk=made.pk))
    else:
        form = NoteForm.with_typed(typed(request), conference=request.conference)
    context = {
        "form": form, "has_errors": form.is_bound and form.errors, "language_form": "main-form", "existing": existing,
    }  # fmt: skip
    return desk_page(request, "guarded_note", context)


def standing_note(delegation: Delegation | None) -> LetterRequest | None:
    """The note to *delegation* that is on its way or issued."""
    notes = LetterRequest.objects.standing().filter(delegation=delegation, kind=LetterRequest.Kind.NOTE_VERBALE)
    return notes.first() if delegation else None


# -- passport data -----------------------------------------------------------------------------------------


@require_safe
def passports(request: HttpRequest) -> HttpResponse:
    """Who has given passport data: names and dates, no value."""
    require(request.user, READ_PASSPORT, request.conference)
    people = Registration.objects.of(request.conference).filter(visa__isnull=False)
    people = people.select_related("person", "category", "visa").defer(*sealed_names())
    return desk_page(request, "guarded_passports", {"people": people.order_by("person__latin_name")})


def sealed_names() -> list[str]:
    return [f"visa__{field.name}" for field in VisaDetails._meta.fields if not field.editable]


@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def passport(request: HttpRequest, pk: int) -> HttpResponse:
    """The passport data of one participant: GET asks why, POST shows them once, after the log has it."""
    require(request.user, READ_PASSPORT, request.conference)
    rows = Registration.objects.of(request.conference).select_related("conference", "person", "category", "delegation")
    registration = get_object_or_404(rows, pk=pk, visa__isnull=False)
    form = ReadingReasonForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"registration": registration, "form": form, "has_errors": form.is_bound and form.errors}
    context["letter"] = LetterRequest.objects.filter(
        registration=registration, kind=LetterRequest.Kind.VISA_LETTER
    ).order_by("-asked_at").first()  # fmt: skip
    status = 200
    if form.is_bound and form.is_valid():
        details = VisaDetails.objects.select_related("registration__conference").get(registration=registration)
        try:
            told = read_visa(details, by=request.user, reason=form.cleaned_data["reason"])
        except (NotLogged, CannotOpen) as problem:
            context["problem"], status = str(problem), 503
        else:
            context["rows"] = shown(details, told)
            context["travel"] = Travel.objects.filter(registration=registration).first()
    return desk_page(request, "guarded_passport", context, status=status)


def shown(details: VisaDetails, told: dict[str, Any]) -> list[dict[str, Any]]:
    """Labels and values, choices and countries in words."""
    words: dict[str, Any] = {
        "document_type": VisaDetails.DocumentType, "sex": VisaDetails.Sex, "entries": VisaDetails.Entries,
    }  # fmt: skip
    rows = []
    for name, value in told.items():
        if name in words and value in words[name].values:
            value = words[name](value).label
        elif name in ("birth_country", "citizenship", "residence") and value:
            value = countries.name(value)
        rows.append({"label": details._meta.get_field(name).verbose_name, "value": value})  # type: ignore[union-attr]
    return rows


@login_required
@require_safe
def letter_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter, drawn now: for those it is about and for the desk. Never a public address, never a file."""
    rows = LetterRequest.objects.of(request.conference).with_people()
    wish = get_object_or_404(rows.select_related("registration__conference"), pk=pk)
    here = request.conference
    at_the_desk = may(request.user, ISSUE_LETTERS, here) and (
        not wish.is_visa_letter or may(request.user, READ_PASSPORT, here)
    )
    if not (at_the_desk or may_follow(request, wish)) or not wish.may_be_downloaded:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse(content_type="application/pdf")
    assert wish.document is not None
    number = wish.document.number
    try:
        pdf = services.draw(wish, by=request.user, reason=f"letter {number} downloaded")
    except MoveNotAllowed as refusal:
        return render(request, "registration/guarded_not_now.html", {"problem": str(refusal)}, status=410)
    except (NotLogged, CannotOpen, RenderFailed) as problem:
        text = _("The letter could not be drawn. Try again in a minute.")
        text = text if isinstance(problem, RenderFailed) else str(problem)
        return render(request, "registration/guarded_not_now.html", {"problem": text}, status=503)
    return download(pdf, PDF, f"{wish.kind}-{number}.pdf")
