"""One material on the desk: writing it in both languages, its files, looking at it, publishing, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.moves import MoveNotAllowed, refusal_words
from conference.views.typed import keep_typed, switch_language, typed
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

WRITTEN = "title_ru"  # a field of the text: where it is posted, the text came along
BESIDE = ("file-", "title-", "alt-", "publish-", "withdraw-")
THEN = {"look": "library_preview", "ask": "library_reviews"}
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
    if request.method != "POST":
        data = typed(request)
        form = _unbound(found, data if data and WRITTEN in data else None)
        return _page(request, found, form, data=data)
    if refused := save_first(request, found, always=True):
        return refused
    messages.success(request, _saved(found))
    keep_beside(request, found)
    return redirect(found.desk_url(THEN.get(request.POST.get("then", ""), "library_edit")))


def keep_beside(request: HttpRequest, found: Material, *, but: str = " ") -> None:
    """Keep for the page what is typed beside the text (names of files, what is new), but that which begins so."""
    data = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name.startswith(BESIDE) and not name.startswith(but):
            data.setlist(name, values)
    if data:
        keep_typed(request, data, path=found.desk_url())


def save_first(request: HttpRequest, found: Material, *, always: bool = False) -> HttpResponse | None:
    """Save the text that came along with a button of its page, before what the button does.

    None where that may go on: the text is saved, or (unless *always*) none came or nothing in it is new. Otherwise the
    page that says why it is not saved, with everything that was typed. *found* is what is saved then.
    """
    if not always and WRITTEN not in request.POST:
        return None
    facts = library.facts_of(found)
    theirs: list[dict[str, Any]] = []
    form = MaterialForm(request.POST, conference=found.conference, kind=found.kind)
    if form.is_valid():
        told, revision = form.told(), form.cleaned_data["revision"]

        def verb() -> bool:
            if always or library.would_change(found, **told):
                library.save(found, by=request.user, revision=revision, **told)
                request.saved_revision = found.revision  # type: ignore[attr-defined]
                if not always:
                    messages.success(request, pgettext("material", "The text is saved."))
            return True

        try:
            if refused_by_field(form, verb):
                return None
            found.refresh_from_db()
        except MoveNotAllowed as refusal:
            messages.warning(request, refusal_words(refusal))
            found.refresh_from_db()
            theirs = differing(form, facts)
            form.data = form.data.copy()
            form.data["revision"] = str(found.revision)
    return _page(request, found, form, theirs=theirs, data=request.POST)


def after_saving(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a button beside the text does to the material, once the text that came along is saved."""

    @require_POST
    @of_a_season
    @wraps(view)
    def saving(request: HttpRequest, slug: str, **kwargs: str) -> HttpResponse:
        found = material_of(request, slug)
        return save_first(request, found) or view(request, found, **kwargs)

    return saving


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


def _page(
    request: HttpRequest, found: Material, form: MaterialForm, *, data: QueryDict | None = None, **more: Any
) -> HttpResponse:
    """The page of *found* with *form*; *data* is what was typed beside the text."""
    data = data if data is not None else (request.POST if request.method == "POST" else None)
    beside = data if data and any(name.startswith(BESIDE) for name in data) else None
    now = shown_to_editors(found)
    for each in now.files:
        each["url"] = found.desk_url("library_file", key=each["key"])
        for name in ("title", "alt"):
            each[f"typed_{name}"] = (beside or {}).get(f"{name}-{each['key']}", each.get(name, ""))
    standing = library.standing(found)
    context = {
        "material": found,
        "kind": Material.Kind(found.kind),
        "shown": now,
        "form": form,
        "file_form": FileForm.with_typed(beside, prefix="file"),
        "publish_form": PublishForm.with_typed(beside, **publish_options(found)),
        "withdraw_form": WithdrawForm.with_typed(beside, prefix="withdraw"),
        "standing": standing,
        "missing": now.missing,
        "versions": list(found.versions.all()[:10]),
        "has_changes": bool(found.draft) or not found.version,
        "language_form": "main-form",
        "has_errors": bool(form.errors),
        **more,
    }
    for name in ("file_form", "publish_form", "withdraw_form"):
        for field in context[name].fields.values():
            field.widget.attrs["form"] = "main-form"  # every button of the page carries the text along
    return render(request, "proceedings/library/edit.html", context)


def publish_options(found: Material) -> dict[str, Any]:
    is_recommended = library.standing(found).is_recommended
    return {"prefix": "publish", "is_new": not found.version, "is_recommended": is_recommended}


def _unbound(found: Material, data: QueryDict | None = None) -> MaterialForm:
    initial = initial_of(library.facts_of(found), found.revision)
    form: MaterialForm = MaterialForm.with_typed(
        data, initial=initial, conference=found.conference, kind=found.kind
    )  # fmt: skip
    return form


@require_safe
@of_a_season
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The material as readers will see it."""
    found = material_of(request, slug)
    context = page_context(request, shown_to_editors(found), is_preview=True, versions=[], way_back=found.desk_url())
    for each in context["shown"].files:
        each["url"] = found.desk_url("library_file", key=each["key"])
        each["page"] = found.desk_url("library_file_page", key=each["key"])
    return render(request, "proceedings/library/material.html", context)


# -- files ------------------------------------------------------------------------------------------------------------


@after_saving
def file_add(request: HttpRequest, found: Material) -> HttpResponse:
    form = FileForm(request.POST, request.FILES, prefix="file")
    if form.is_valid():
        told = form.cleaned_data
        try:
            files.add_file(
                found, by=request.user, revision=revision_in(request), file=told["file"], title=told["title"],
                language=told["language"], alt=told["alt"],
            )  # fmt: skip
        except ValidationError as wrong:
            for name, said in said_by_field(wrong, "file").items():
                form.add_error(name if name in form.fields else None, said)
        except MoveNotAllowed as refusal:
            messages.warning(request, refusal_words(refusal))
            return redirect(f"{found.desk_url()}#files")
        else:
            messages.success(request, _("The file is added."))
            keep_beside(request, found, but="file-")
            return redirect(f"{found.desk_url()}#files")
    return _page(request, found, _unbound(found), file_form=form, has_errors=True, wrong_form=form)


def revision_in(request: HttpRequest) -> int:
    """The revision that the editor had before them, or the one just saved by the same button."""
    if (saved := getattr(request, "saved_revision", None)) is not None:
        return int(saved)
    told = request.POST.get("revision", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 9 else -1


@after_saving
def file_change(request: HttpRequest, found: Material, key: str) -> HttpResponse:
    attempt(
        request, files.change_file, found, revision=revision_in(request), key=key,
        title=request.POST.get(f"title-{key}", ""), alt=request.POST.get(f"alt-{key}", ""),
        move=request.POST.get("move", ""),
        done=_("The file is changed."),
    )  # fmt: skip
    keep_beside(request, found)
    return redirect(f"{found.desk_url()}#files")


@after_saving
def file_remove(request: HttpRequest, found: Material, key: str) -> HttpResponse:
    attempt(
        request, files.take_file_away, found, revision=revision_in(request), key=key, done=_("The file is taken away.")
    )
    keep_beside(request, found)
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


@after_saving
def publish(request: HttpRequest, found: Material) -> HttpResponse:
    form = PublishForm(request.POST, **publish_options(found))
    if not form.is_valid():
        return _page(request, found, _unbound(found), publish_form=form, has_errors=True, wrong_form=form)
    told = form.cleaned_data
    is_done = attempt(
        request, library.publish_to_library, found, note=told.get("note_ru", ""), note_en=told.get("note_en", ""),
        why_unreviewed=told.get("why_unreviewed", ""), revision=revision_in(request),
        done=lambda version: _("Version %(number)d is in the library.") % {"number": version.number},
    )  # fmt: skip
    if not is_done:
        keep_beside(request, found)
    return redirect(found.desk_url())


@after_saving
def withdraw(request: HttpRequest, found: Material) -> HttpResponse:
    form = WithdrawForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        return _page(request, found, _unbound(found), withdraw_form=form, has_errors=True, wrong_form=form)
    why = {"reason": form.cleaned_data["reason_ru"], "reason_en": form.cleaned_data["reason_en"]}
    attempt(request, library.withdraw, found, **why, done=_("The material is withdrawn."))
    return redirect(found.desk_url())


@after_saving
def put_back(request: HttpRequest, found: Material) -> HttpResponse:
    attempt(request, library.put_back, found, done=_("Readers have the material again."))
    return redirect(found.desk_url())


@after_saving
def back_to_draft(request: HttpRequest, found: Material) -> HttpResponse:
    attempt(request, library.back_to_draft, found, done=_("The material is a draft again; nobody is asked any more."))
    return redirect(found.desk_url())


@require_POST
@of_a_season
def drop(request: HttpRequest, slug: str) -> HttpResponse:
    found = material_of(request, slug)
    attempt(request, library.drop_changes, found, revision=revision_in(request), done=_("The changes are dropped."))
    return redirect(found.desk_url())
