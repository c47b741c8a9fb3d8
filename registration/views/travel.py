"""Travel, passport data and the letter in support of a visa, on the participant's side."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import translate_url
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from conference.permissions import may, require
from conference.views.typed import FIELD, switch_language, typed
from conference.views.verbs import attempt
from registration.documents.addressing import is_russian, take_apart
from registration.forms.travel import TravelForm, VisaForm, travel_answers
from registration.models import Category, Delegation, LetterRequest, Registration, Travel, VisaDetails
from registration.models.travel import erased_on, is_coming
from registration.permissions import FOLLOW, ISSUE_LETTERS, LEAD, READ_PASSPORT, SUPPORT_DESK, TRAVEL_DESK
from registration.services import letters_guarded
from registration.services import travel as services

LANGUAGES = {code for code, _name in settings.LANGUAGES}
LETTER_STATES = {"issued": "ok", "returned": "warn", "revoked": "err"}


def followed(request: HttpRequest, pk: int) -> Registration:
    """An approved registration in the hall that the visitor has a say in, while such data are kept; else 404."""
    rows = Registration.objects.of(request.conference).approved()
    rows = rows.select_related("conference", "category", "person", "filled_by", "delegation", "travel")
    registration = get_object_or_404(rows, pk=pk)
    require(request.user, FOLLOW, registration)
    if not is_coming(registration):
        raise Http404
    return registration


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def travel(request: HttpRequest, pk: int) -> HttpResponse:
    """When and how the participant comes and leaves."""
    if response := switch_language(request):
        return response
    registration = followed(request, pk)
    known = Travel.objects.filter(registration=registration).first()
    if request.method == "POST":
        form = TravelForm(request.POST, conference=request.conference)
        if form.is_valid():
            services.save_travel(registration, by=request.user, **form.cleaned_data)
            messages.success(request, _("Travel saved. You can change it at any time before the conference."))
            return redirect("my_page")
    else:
        form = TravelForm.with_typed(typed(request), conference=request.conference, initial=travel_answers(known))
    return render(request, "registration/travel.html", {**page_of(registration, form), "language_form": "main-form"})


def page_of(registration: Registration, form: Any = None) -> dict[str, Any]:
    return {
        "registration": registration,
        "form": form,
        "has_errors": bool(form and form.is_bound and form.errors),
        "erased_on": erased_on(registration.conference),
    }


def in_other_language(request: HttpRequest) -> HttpResponse | QueryDict | None:
    """Switching the language of a page whose text must not be kept, not even in the session.

    The browser is asked (307) to send the same form to the page in the other language, which shows it again:
    a response, then, over there, the text typed. None when no language button was pressed.
    """
    language = request.POST.get(FIELD)
    if language not in LANGUAGES:
        return None
    if language == get_language():
        return request.POST
    response = HttpResponse(status=307)
    response["Location"] = translate_url(request.get_full_path(), language)
    return response


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """Passport data: a form while there are none or they are replaced; afterwards dots."""
    registration = followed(request, pk)
    text = in_other_language(request)
    if isinstance(text, HttpResponse):
        return text
    kept = VisaDetails.objects.filter(registration=registration).first()
    told = getattr(registration, "travel", None)
    how = {"conference": request.conference, "leaves": told.departure_day if told else None}
    if request.method == "POST" and text is None:
        form = VisaForm(request.POST, **how)
        if form.is_valid():
            services.save_visa(registration, by=request.user, **form.kept())
            messages.success(request, _("Passport data saved. Nobody but the visa officers can open them."))
            if doubt := form.doubt():
                messages.warning(request, doubt)
            return redirect(request.conference.url("registration:visa", pk=pk))
    else:
        form = VisaForm.with_typed(text, initial=guesses(registration, kept), **how)
    is_typing = text is not None or form.is_bound or "replace" in request.GET
    if kept is not None and kept.is_filled and not is_typing:
        return render(request, "registration/visa.html", {**page_of(registration), **state_of(registration, kept)})
    context = {
        **page_of(registration, form),
        "language_form": "main-form",
        "is_replacing": kept is not None and kept.is_filled,
    }
    return render(request, "registration/visa_form.html", context)


def guesses(registration: Registration, kept: VisaDetails | None) -> dict[str, Any]:
    """What is known in the open already. While data are replaced nothing sealed is shown."""
    person = registration.participant
    country = registration.country.code or ""
    words = person.latin_name.split()
    known: dict[str, Any] = {"citizenship": country, "residence": country}
    known |= {"surname_latin": words[-1] if words else "", "given_latin": " ".join(words[:-1])}
    if is_russian(person.full_name):
        name = take_apart(person.full_name, person.latin_name)
        known |= {"surname_ru": name.family, "given_ru": f"{name.given} {name.patronymic}".strip()}
    return known


def state_of(registration: Registration, kept: VisaDetails) -> dict[str, Any]:
    requests = LetterRequest.objects.filter(registration=registration, kind=LetterRequest.Kind.VISA_LETTER)
    letter = requests.select_related("document").order_by("-asked_at", "-pk").first()
    closed = letter is None or letter.state in (LetterRequest.State.RETURNED, LetterRequest.State.REVOKED)
    gives = registration.category.gives(Category.Paper.VISA_LETTER)
    return {
        "visa": kept,
        "letter": letter,
        "letter_kind": LETTER_STATES.get(letter.state, "") if letter else "",
        "may_ask": closed and gives,
    }


@login_required
@require_POST
def visa_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase the passport data at once."""
    registration = followed(request, pk)
    if services.erase_visa(registration, by=request.user):
        messages.success(request, _("The passport data are erased. Letters made from them are void."))
    return redirect("my_page")


@login_required
@require_POST
def ask_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the letter in support of a visa."""
    registration = followed(request, pk)
    attempt(request, letters_guarded.request_letter, registration, done=_asked())
    return redirect(request.conference.url("registration:visa", pk=pk))


@login_required
@require_POST
def ask_note(request: HttpRequest, pk: int) -> HttpResponse:
    """The focal point asks for a note verbale to the ministry that sends the delegation."""
    delegation = get_object_or_404(Delegation.objects.of(request.conference), pk=pk)
    require(request.user, LEAD, delegation)
    attempt(request, letters_guarded.request_note, request.conference, delegation=delegation, done=_asked())
    return redirect("my_page")


def _asked() -> str:
    return _("The letter is asked for. We check the data and write to you when it is ready.")


DESK_ROOMS = (
    (gettext_lazy("Overview"), TRAVEL_DESK, "desk_travel"),
    (gettext_lazy("Letters"), ISSUE_LETTERS, "desk_letters"),
    (gettext_lazy("Passport data"), READ_PASSPORT, "desk_passports"),
    (gettext_lazy("Support"), SUPPORT_DESK, "desk_support"),
)


def desk_page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the travel desk, with the way to its other rooms."""
    urls = {name: request.conference.url(f"registration:{name}") for _title, _permission, name in DESK_ROOMS}
    rooms = [
        {"title": title, "url": urls[name], "is_current": request.path == urls[name]}
        for title, permission, name in DESK_ROOMS
        if may(request.user, permission, request.conference)
    ]
    return render(request, f"registration/{template}.html", {**context, "rooms": rooms}, status=status)


def may_follow(request: HttpRequest, wish: LetterRequest) -> bool:
    """Whether the letter is about people the visitor answers for."""
    if wish.registration is not None:
        return may(request.user, FOLLOW, wish.registration)
    return wish.delegation is not None and may(request.user, LEAD, wish.delegation)
