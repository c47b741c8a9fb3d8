"""Doing a self-audit: where one stands, a statement or a section at a time, saving from the script, the link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.moves import MoveNotAllowed
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from proceedings.forms.audits import AnswerForm, EarlierForm, LetterForm
from proceedings.models import SelfAudit
from proceedings.services import audits
from proceedings.services.audits.answering import link_of
from proceedings.services.audits.counting import Line, Part, Sheet

from .common import MOST_LETTERS, back, found, frame, is_too_often, private, signed_in, spoken


@private
@require_safe
def audit(request: HttpRequest, key: str) -> HttpResponse:
    """Where one stands: sections with what is answered, the link to keep, going on, the end."""
    return _overview(request, found(key))


def _overview(request: HttpRequest, here: SelfAudit, **forms: Any) -> HttpResponse:
    sheet = audits.sheet_of(here)
    person = signed_in(request)
    kept = typed(request) or QueryDict()
    bad = next((name for name, form in forms.items() if form.errors), None)
    context = {
        **frame(here),
        "sheet": sheet,
        "link": link_of(here, spoken()),
        "letter": LetterForm.with_typed(kept if "email" in kept else None),
        "earlier_form": EarlierForm.with_typed(kept if "link" in kept else None),
        "kept": kept,
        "may_keep": person is not None and here.person_id is None,
        "is_mine": person is not None and here.person_id == person.pk,
        "earlier": audits.earlier_of(here, person)[:1],
        **forms,
        "form": forms.get(bad),
        "has_errors": bad is not None,
        "language_form": bad and bad.removesuffix("_form") + "-form",
    }
    return render(request, "proceedings/audits/audit.html", context)


# -- answers --------------------------------------------------------------------------------------------------------


def _form_of(line: Line, request: HttpRequest) -> AnswerForm:
    if request.method == "POST":
        return AnswerForm(request.POST, item=line.item)
    return AnswerForm(item=line.item, initial={"value": line.value, "note": line.note})


def _save(here: SelfAudit, forms: list[AnswerForm]) -> None:
    """Keep every answer that was chosen. Raises MoveNotAllowed after the end."""
    told = {form.item.pk: (form.cleaned_data["value"], form.cleaned_data["note"])
            for form in forms if form.is_valid() and form.cleaned_data["value"]}  # fmt: skip
    if told:
        audits.answer_many(here, told)


def _answered(request: HttpRequest, here: SelfAudit, forms: list[AnswerForm], *, name: str, number: int,
              last: int) -> HttpResponse | None:  # fmt: skip
    """Keep what was posted and go one page on or back; None to show the page *number* of those called *name*."""
    if here.is_finished:
        if request.method == "POST":
            said = _("This attempt is finished and its answers stay as they are. You can do it once more.")
            messages.warning(request, said)
        return back(here, "results")
    if request.method != "POST":
        _keep_typed(request, forms)
        return None
    _save(here, forms)
    if response := switch_language(request):
        return response
    if not all(form.is_valid() for form in forms):
        return None
    target = number + (-1 if "previous" in request.POST else 1)
    return back(here, name, target) if 1 <= target <= last else back(here)


def _keep_typed(request: HttpRequest, forms: list[AnswerForm]) -> None:
    """Show again what was typed before the language was switched, a note without an answer too."""
    if (kept := typed(request)) is None:
        return
    for form in forms:
        for name in ("value", "note"):
            if (told := kept.get(form.add_prefix(name))) is not None:
                form.initial[name] = told


@private
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One statement: its answer is kept by “next” and by “previous” alike."""
    here = found(key)
    sheet = audits.sheet_of(here)
    if not 1 <= number <= len(sheet.lines):
        raise Http404
    line = sheet.lines[number - 1]
    form = _form_of(line, request)
    if response := _answered(request, here, [form], name="item", number=number, last=len(sheet.lines)):
        return response
    context = {**frame(here), "sheet": sheet, "language_form": "main-form", **_row(sheet, line, form)}
    context["has_errors"] = bool(form.errors)
    return render(request, "proceedings/audits/item.html", context)


def _row(sheet: Sheet, line: Line, form: AnswerForm) -> dict[str, Any]:
    return {"line": line, "part": sheet.part_of(line), "form": form, "is_first": line.number == 1,
            "is_last": line.number == len(sheet.lines)}  # fmt: skip


@private
@require_safe
def items(request: HttpRequest, key: str) -> HttpResponse:
    """All statements as a fragment, which the script shows one by one, with or without a connection."""
    here = found(key)
    sheet = audits.sheet_of(here)
    rows = [_row(sheet, line, _form_of(line, request)) for line in sheet.lines]
    return render(request, "proceedings/audits/_items.html", {**frame(here), "sheet": sheet, "rows": rows})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A whole section on one page, for wide screens and for those who choose it."""
    here = found(key)
    sheet = audits.sheet_of(here)
    if not 1 <= number <= len(sheet.parts):
        raise Http404
    part: Part = sheet.parts[number - 1]
    forms = [_form_of(line, request) for line in part.lines]
    if response := _answered(request, here, forms, name="section", number=number, last=len(sheet.parts)):
        return response
    context = {
        **frame(here), "sheet": sheet, "part": part, "language_form": "main-form",
        "rows": [{"line": line, "form": form} for line, form in zip(part.lines, forms, strict=True)],
        "bad": [(_("Statement %(number)s") % {"number": line.number}, form)
                for line, form in zip(part.lines, forms, strict=True)],
        "has_errors": sum(len(form.errors) for form in forms),
        "is_first": number == 1, "is_last": number == len(sheet.parts),
    }  # fmt: skip
    return render(request, "proceedings/audits/section.html", context)


@private
@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """What the script saves: any number of answers. 409 after the end, 400 for what is no answer."""
    here = found(key)
    sheet = audits.sheet_of(here)
    forms = [AnswerForm(request.POST, item=line.item) for line in sheet.lines
             if f"i{line.item.pk}-value" in request.POST]  # fmt: skip
    if not all(form.is_valid() for form in forms):
        return JsonResponse({"text": _("Choose one of the four answers.")}, status=400)
    try:
        _save(here, forms)
    except MoveNotAllowed:
        return JsonResponse({"text": _("This attempt is finished already.")}, status=409)
    counts = audits.sheet_of(here).counts
    return JsonResponse({"text": _("Saved"), "answered": counts.answered, "total": counts.total})


# -- the link -------------------------------------------------------------------------------------------------------


@private
@require_POST
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """Send the link to an address, which is not kept."""
    here = found(key)
    if response := switch_language(request, reverse("audits:audit", args=[key])):
        return response
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _overview(request, here, letter=form)
    if is_too_often(request, "letter", MOST_LETTERS):
        messages.warning(
            request, _("Too many letters were asked for from your network just now. Copy the link, please.")
        )
        return back(here, anchor="#keep")
    done = _("The letter is on its way. The address is forgotten once it is sent.")
    email = form.cleaned_data["email"]
    attempt(request, lambda by: audits.send_link(here, email, language=spoken()), done=done)
    return back(here, anchor="#keep")


@private
@require_POST
def attach(request: HttpRequest, key: str) -> HttpResponse:
    """Put the attempt into the cabinet of the visitor, who signs in first."""
    here = found(key)
    if signed_in(request) is None:
        return redirect_to_login(reverse("audits:audit", args=[key]), reverse("account_request_login_code"))
    attempt(request, audits.attach, here, done=_("The self-audit is in your cabinet: you find it on “My page”."))
    return back(here)


@private
@require_POST
def earlier(request: HttpRequest, key: str) -> HttpResponse:
    """Name an earlier attempt by its link, so that the two can be compared."""
    here = found(key)
    if response := switch_language(request, reverse("audits:audit", args=[key])):
        return response
    form = EarlierForm(request.POST)
    if form.is_valid():
        try:
            audits.follow(here, form.cleaned_data["link"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
    if form.errors:
        return _overview(request, here, earlier_form=form)
    messages.success(request, _("The two attempts can be compared now."))
    return back(here, "compare") if here.is_finished else back(here)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest, key: str) -> HttpResponse:
    """Erase the attempt for good, after asking."""
    here = found(key)
    if request.method == "POST":
        slug = here.checklist.material.slug
        is_shown = here.checklist.material.is_public
        audits.forget(here)
        messages.success(request, _("The self-audit is erased with all its answers."))
        return redirect("audits:checklist", slug=slug) if is_shown else redirect("home")
    return render(request, "proceedings/audits/forget.html", frame(here))
