"""One's own data: a copy, consents given later, requests; and the desk where staff answer them."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.forms import AnswerForm, ConsentForm, DataRequestForm, ErasureForm, NoteRequestForm
from conference.models import ConsentText, DataRequest, ErasureAct
from conference.moves import refusal_words
from conference.permissions import require
from conference.services.acts import act_pdf, basis_words, moment
from conference.services.consent import give_consent, open_texts
from conference.services.data_requests import answer_request, make_request
from conference.services.erasure import erase, refuse_for_staff
from conference.services.personal_data import as_archive, everything_about, readable
from conference.views.downloads import PDF, download
from conference.views.verbs import attempt

from .typed import switch_language, typed

ORGANISE = "conference.organise"
FRESH = timedelta(minutes=15)
Kind = ConsentText.Kind
CONSEQUENCES = {
    Kind.PROCESSING: gettext_lazy(
        "Without it you cannot take part: your registration is cancelled and your data are destroyed within 30 days."
    ),
    Kind.DISSEMINATION: gettext_lazy(
        "Your name leaves the list of participants at once, other pages within three working days."
    ),
    Kind.SPECIAL_CATEGORY: gettext_lazy(
        "What you asked us to prepare is erased at once. You can take part all the same."
    ),
    Kind.PHOTO_VIDEO: gettext_lazy(
        "At the entrance you get a mark “No photos”. Pictures leave the site within three working days."
    ),
    Kind.CROSS_BORDER: gettext_lazy("From now on nothing about you is passed to partners in other countries."),
    Kind.MAILING: gettext_lazy("We write to you only about what you take part in yourself."),
}


def is_fresh(request: HttpRequest) -> bool:
    """Whether the visitor has proved in the last quarter of an hour, in this very session, that it is them."""
    proofs = [record.get("at", 0) for record in get_authentication_records(request, request.user)]
    return bool(proofs) and time.time() - max(proofs) < FRESH.total_seconds()


@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept, the way to a copy, and requests with their answers."""
    return _my_data(request, DataRequestForm())


def _my_data(request: HttpRequest, form: DataRequestForm) -> HttpResponse:
    told = everything_about(request.user, with_sealed=False)
    counts = {name: len(rows) for name, rows in told.items() if isinstance(rows, list)}
    sections = [(label, value["text"]) for label, value in readable(counts)["pairs"]]
    context = {
        "form": form,
        "has_errors": bool(form.errors),
        "sections": sections,
        "requests": request.user.data_requests.all(),
        "is_fresh": is_fresh(request),
    }
    return render(request, "conference/privacy_mine.html", context)


@login_required
@require_POST
def data_copy(request: HttpRequest) -> HttpResponse:
    """The archive, made now. Passport values are in it only when the visitor has just signed in."""
    language = get_language() or request.user.language
    try:
        archive = as_archive(request.user, language=language, with_sealed=is_fresh(request))
    except ValidationError as refusal:
        messages.warning(request, refusal_words(refusal))
        return redirect("my_data")
    return download(archive, "application/zip", "vmeste-my-data.zip")


@login_required
@require_POST
def sign_in_anew(request: HttpRequest) -> HttpResponse:
    """Sign out, and in again by a new code, back to one's data."""
    logout(request)
    return HttpResponseRedirect(f"{reverse('account_request_login_code')}?{urlencode({'next': reverse('my_data')})}")


@login_required
@require_POST
def data_request(request: HttpRequest) -> HttpResponse:
    form = DataRequestForm(request.POST)
    if not form.is_valid():
        return _my_data(request, form)
    try:
        wish = make_request(request.user, form.cleaned_data["kind"], note=form.cleaned_data["note"])
    except ValidationError as refusal:
        messages.warning(request, refusal_words(refusal))
        return redirect("my_data")
    messages.success(
        request,
        _("We have your request and will answer by %(date)s.") % {"date": date_format(wish.due, "DATE_FORMAT")},
    )
    return redirect("my_data")


@login_required
def consent_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one text and agree to it, for somebody who has agreed to any text of that conference before."""
    if response := switch_language(request):
        return response
    offered = {each["text"].pk: each for each in open_texts(request.user)}
    if pk not in offered:
        raise Http404
    text = offered[pk]["text"]
    form = (
        ConsentForm(request.POST, text=text)
        if request.method == "POST"
        else ConsentForm.with_typed(typed(request), text=text)
    )
    if request.method == "POST" and form.is_valid():
        limits, conditions = form.cleaned_data.get("limits", []), form.cleaned_data.get("conditions", "")
        give_consent(request.user, text, language=get_language() or "ru", limits=limits, conditions=conditions)
        messages.success(request, _("Thank you. You can withdraw the consent on this page at any time."))
        return redirect("my_page")
    return render(
        request,
        "conference/privacy_consent.html",
        {
            "form": form,
            "text": text,
            "is_new_version": offered[pk]["is_new_version"],
            "language_form": "main-form",
            "has_errors": bool(form.errors),
        },
    )


# -- the desk ------------------------------------------------------------------------------------------------


@require_safe
def data_requests(request: HttpRequest) -> HttpResponse:
    """Requests of people of this conference, those that wait first, and the acts of erasure."""
    require(request.user, ORGANISE, request.conference)
    return _requests_page(request, NoteRequestForm(conference=request.conference))


def _requests_page(request: HttpRequest, form: NoteRequestForm) -> HttpResponse:
    wishes = DataRequest.objects.of(request.conference).select_related("person", "answered_by")
    acts = ErasureAct.objects.of(request.conference).select_related("conference")
    return render(
        request,
        "conference/privacy_requests.html",
        {
            "waiting": wishes.waiting(),
            "answered": wishes.exclude(answered_at=None).order_by("-answered_at")[:50],
            "acts": [(act, moment(act), basis_words(act.basis)) for act in acts[:50]],
            "form": form,
            "has_errors": bool(form.errors),
        },
    )


@require_POST
def data_request_note(request: HttpRequest) -> HttpResponse:
    """Note a wish that came by letter or at the desk: its term begins now."""
    require(request.user, ORGANISE, request.conference)
    form = NoteRequestForm(request.POST, conference=request.conference)
    if not form.is_valid():
        return _requests_page(request, form)
    told = form.cleaned_data
    try:
        wish = make_request(told["person"], told["kind"], note=told["note"])
    except ValidationError as refusal:
        messages.warning(request, refusal_words(refusal))
        return redirect(request.conference.url("data_requests"))
    return redirect(request.conference.url("data_request_page", pk=wish.pk))


def _wish(request: HttpRequest, pk: int) -> DataRequest:
    require(request.user, ORGANISE, request.conference)
    return get_object_or_404(DataRequest.objects.of(request.conference).select_related("person"), pk=pk)


@require_safe
def data_request_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _request_page(request, _wish(request, pk))


def _request_page(
    request: HttpRequest, wish: DataRequest, answer: AnswerForm | None = None, erasure: ErasureForm | None = None
) -> HttpResponse:
    try:
        refuse_for_staff(wish.person)
        refusal = ""
    except ValidationError as reason:
        refusal = refusal_words(reason)
    basis = _("Request of %(date)s") % {"date": date_format(timezone.localtime(wish.received_at), "DATE_FORMAT")}
    bound = answer or erasure
    return render(
        request,
        "conference/privacy_request.html",
        {
            "wish": wish,
            "form": bound,
            "answer_form": answer or AnswerForm(),
            "erasure_form": erasure or ErasureForm(initial={"basis": basis}),
            "refusal": refusal,
            "roles": wish.person.roles.select_related("conference"),
            **_where_to_correct(request, wish),
            "has_errors": bool(bound and bound.errors),
        },
    )


def _where_to_correct(request: HttpRequest, wish: DataRequest) -> dict[str, Any]:
    """For a wish to correct: the registrations of the person here, and their card for who may change it."""
    if wish.kind != DataRequest.Kind.CORRECTION or wish.answered_at:
        return {}
    rows = wish.person.registrations.filter(conference=request.conference).exclude(number="")  # type: ignore[attr-defined]
    card = reverse("admin:conference_person_change", args=[wish.person.pk]) if request.user.is_staff else ""
    return {"registrations": rows.order_by("pk"), "person_url": card}


@require_POST
def data_request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    wish = _wish(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _request_page(request, wish, answer=form)
    attempt(
        request, answer_request, wish, answer=form.cleaned_data["answer"], conference=request.conference,
        done=_("The answer is on its way to the person."),
    )  # fmt: skip
    return redirect(request.conference.url("data_requests"))


@require_POST
def data_request_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase the person whose request this is. Only a request to erase leads here."""
    wish = _wish(request, pk)
    if wish.kind != DataRequest.Kind.ERASURE or wish.answered_at:
        raise Http404
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _request_page(request, wish, erasure=form)
    attempt(
        request, erase, wish.person, basis=form.cleaned_data["basis"], conference=request.conference,
        done=lambda act: _("The data are erased, act No. %(number)s.") % {"number": act.number},
    )  # fmt: skip
    return redirect(request.conference.url("data_requests"))


@require_safe
def erasure_act(request: HttpRequest, pk: int) -> HttpResponse:
    """The act as PDF, in the language of the page."""
    require(request.user, ORGANISE, request.conference)
    act = get_object_or_404(ErasureAct.objects.of(request.conference), pk=pk)
    return download(act_pdf(act, get_language() or "ru"), PDF, f"erasure-act-{act.number}.pdf")
