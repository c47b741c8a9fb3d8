"""One material on the desk: writing it in both languages, its files, looking at it, publishing, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.moves import MoveNotAllowed, refusal_words
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from proceedings.forms.library import FileForm, MaterialForm, PublishForm, WithdrawForm, initial_of
from proceedings.models import Material, MaterialFile
from proceedings.services import library
from proceedings.services.library import files
from proceedings.services.library.facts import TEXTS, Facts
from proceedings.services.library.showing import shown_to_editors
from proceedings.views.library import page_context, sent, sent_preview
from workshops.views.listening import of_a_season

from .listing import editors_only

WRITABLE = (Material.Kind.RECORDING, Material.Kind.PRACTICAL, Material.Kind.CHECKLIST)


def material_of(request: HttpRequest, slug: str) -> Material:
    """A material of the season, for its editors."""
    rows = Material.objects.of(editors_only(request)).select_related("conference", "made_by")
    return get_object_or_404(rows, slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new recording or practical material."""
    conference = editors_only(request)
    if kind not in WRITABLE:
        raise Http404
    if response := switch_language(request):
        return response
    options: dict[str, Any] = {"conference": conference, "kind": kind}
    initial = {"revision": 0, "year": conference.today().year, "language": "ru", "level": Material.Level.PRACTICE}
    if request.method == "POST":
        form = MaterialForm(request.POST, **options)
        if form.is_valid():
            made = refused_by_field(form, lambda: library.add(conference, kind=kind, by=request.user, **form.told()))
            if made is not None:
                messages.success(request, _("The draft is saved."))
                return redirect(made.desk_url())
    else:
        form = MaterialForm.with_typed(typed(request), initial=initial, **options)
    context = {
        "form": form, "kind": Material.Kind(kind), "material": None, "language_form": "main-form",
        "has_errors": bool(form.errors),
    }  # fmt: skip
    return render(request, "proceedings/library/edit.html", context)


def refused_by_field(form: MaterialForm, verb: Callable[[], Any]) -> Any:
    """What *verb* returns; where it refuses a field, the form says so and None is returned."""
    try:
        return verb()
    except ValidationError as wrong:
        for name, said in said_by_field(wrong, "").items():
            field = "chapters_ru" if name == "chapters" else name
            form.add_error(field if field in form.fields else None, said)
        return None


def said_by_field(wrong: ValidationError, field: str) -> dict[str, list[str]]:
    """What *wrong* says of each field; of *field* where it names none."""
    return wrong.message_dict if hasattr(wrong, "error_dict") else {field: wrong.messages}


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything of a material in both languages, side by side. What somebody else saved meanwhile is never lost."""
    found = material_of(request, slug)
    if response := switch_language(request):
        return response
    facts = library.facts_of(found)
    options: dict[str, Any] = {"conference": found.conference, "kind": found.kind}
    theirs: list[dict[str, Any]] = []
    if request.method == "POST":
        form = MaterialForm(request.POST, **options)
        if form.is_valid():
            try:
                saved = refused_by_field(
                    form,
                    lambda: library.save(
                        found, by=request.user, revision=form.cleaned_data["revision"], **form.told()
                    ),
                )  # fmt: skip
            except MoveNotAllowed as refusal:
                messages.warning(request, refusal_words(refusal))
                theirs = differing(form, facts)
                form.data = form.data.copy()
                form.data["revision"] = str(found.revision)
            else:
                if saved is not None:
                    messages.success(request, _saved(saved))
                    look = request.POST.get("then") == "look"
                    return redirect(saved.desk_url("library_preview" if look else "library_edit"))
    else:
        form = MaterialForm.with_typed(typed(request), initial=initial_of(facts, found.revision), **options)
    return _page(request, found, form, theirs=theirs)


def _saved(saved: Material) -> str:
    if saved.version:
        return _("Saved. Readers see it once you publish the new version.")
    return _("The draft is saved.")


def differing(form: MaterialForm, facts: Facts) -> list[dict[str, Any]]:
    """The texts that somebody else left otherwise than what was typed here."""
    return [
        {"label": form.fields[name].label, "text": facts[name], "language": name[-2:]}
        for name in TEXTS
        if name in form.fields and form.cleaned_data.get(name, "").replace("\r\n", "\n").strip() != facts[name]
    ]


def _page(request: HttpRequest, found: Material, form: MaterialForm, **more: Any) -> HttpResponse:
    now = shown_to_editors(found)
    for each in now.files:
        each["url"] = found.desk_url("library_file", key=each["key"])
    standing = library.standing(found)
    context = {
        "material": found,
        "kind": Material.Kind(found.kind),
        "shown": now,
        "form": form,
        "file_form": FileForm(prefix="file"),
        "publish_form": publish_form(found),
        "withdraw_form": WithdrawForm(prefix="withdraw"),
        "standing": standing,
        "missing": now.missing,
        "versions": list(found.versions.all()[:10]),
        "has_changes": bool(found.draft) or not found.version,
        "language_form": "main-form",
        "has_errors": bool(form.errors),
        **more,
    }
    return render(request, "proceedings/library/edit.html", context)


def publish_form(found: Material, *typed_data: Any) -> PublishForm:
    is_recommended = library.standing(found).is_recommended
    return PublishForm(*typed_data, prefix="publish", is_new=not found.version, is_recommended=is_recommended)


def _unbound(found: Material) -> MaterialForm:
    facts = library.facts_of(found)
    return MaterialForm(initial=initial_of(facts, found.revision), conference=found.conference, kind=found.kind)


@require_safe
@of_a_season
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The material as readers will see it."""
    found = material_of(request, slug)
    context = page_context(request, shown_to_editors(found), is_preview=True, versions=[])
    for each in context["shown"].files:
        each["url"] = found.desk_url("library_file", key=each["key"])
        each["page"] = found.desk_url("library_file_page", key=each["key"])
    return render(request, "proceedings/library/material.html", context)


# -- files ------------------------------------------------------------------------------------------------------------


@require_POST
@of_a_season
def file_add(request: HttpRequest, slug: str) -> HttpResponse:
    found = material_of(request, slug)
    form = FileForm(request.POST, request.FILES, prefix="file")
    if form.is_valid():
        told = form.cleaned_data
        try:
            files.add_file(
                found, by=request.user, revision=revision_in(request), file=told["file"], title=told["title"],
                language=told["language"], alt=told["alt"],
            )  # fmt: skip
        except ValidationError as wrong:
            for name, said in (
                wrong.message_dict if hasattr(wrong, "error_dict") else {"file": wrong.messages}
            ).items():
                form.add_error(name if name in form.fields else None, said)
        except MoveNotAllowed as refusal:
            messages.warning(request, refusal_words(refusal))
            return redirect(f"{found.desk_url()}#files")
        else:
            messages.success(request, _("The file is added."))
            return redirect(f"{found.desk_url()}#files")
    return _page(request, found, _unbound(found), file_form=form, has_errors=True, wrong_form=form)


def revision_in(request: HttpRequest) -> int:
    told = request.POST.get("revision", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 9 else -1


@require_POST
@of_a_season
def file_change(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    found = material_of(request, slug)
    attempt(
        request, files.change_file, found, revision=revision_in(request), key=key,
        title=request.POST.get("title", ""), alt=request.POST.get("alt", ""), move=request.POST.get("move", ""),
        done=_("The file is changed."),
    )  # fmt: skip
    return redirect(f"{found.desk_url()}#files")


@require_POST
@of_a_season
def file_remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    found = material_of(request, slug)
    attempt(
        request, files.take_file_away, found, revision=revision_in(request), key=key, done=_("The file is taken away.")
    )
    return redirect(f"{found.desk_url()}#files")


def _file(request: HttpRequest, slug: str, key: str) -> MaterialFile:
    return get_object_or_404(material_of(request, slug).files, key=key)


@require_safe
@of_a_season
def file(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    return sent(_file(request, slug, key))


@require_safe
@of_a_season
def file_page(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    return sent_preview(_file(request, slug, key))


# -- before readers, and away from them -------------------------------------------------------------------------------


@require_POST
@of_a_season
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    found = material_of(request, slug)
    form = publish_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, _unbound(found), publish_form=form, has_errors=True, wrong_form=form)
    told = form.cleaned_data
    attempt(
        request, library.publish_to_library, found, note=told.get("note_ru", ""), note_en=told.get("note_en", ""),
        why_unreviewed=told.get("why_unreviewed", ""), revision=revision_in(request),
        done=lambda version: _("Version %(number)d is in the library.") % {"number": version.number},
    )  # fmt: skip
    return redirect(found.desk_url())


@require_POST
@of_a_season
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    found = material_of(request, slug)
    form = WithdrawForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        return _page(request, found, _unbound(found), withdraw_form=form, has_errors=True, wrong_form=form)
    attempt(request, library.withdraw, found, **form.cleaned_data, done=_("The material is withdrawn."))
    return redirect(found.desk_url())


@require_POST
@of_a_season
def put_back(request: HttpRequest, slug: str) -> HttpResponse:
    found = material_of(request, slug)
    attempt(request, library.put_back, found, done=_("Readers have the material again."))
    return redirect(found.desk_url())


@require_POST
@of_a_season
def back_to_draft(request: HttpRequest, slug: str) -> HttpResponse:
    found = material_of(request, slug)
    attempt(request, library.back_to_draft, found, done=_("The material is a draft again; nobody is asked any more."))
    return redirect(found.desk_url())


@require_POST
@of_a_season
def drop(request: HttpRequest, slug: str) -> HttpResponse:
    found = material_of(request, slug)
    attempt(
        request, library.drop_changes, found, revision=revision_in(request), done=_("The changes are dropped.")
    )  # fmt: skip
    return redirect(found.desk_url())
