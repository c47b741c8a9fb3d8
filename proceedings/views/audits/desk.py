"""Checklists on the desk of a season: sections and items in both languages; what schools say together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.permissions import require
from conference.views.downloads import XLSX, download
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from proceedings.forms.audits import ChecklistForm, ItemForm, MinutesForm, SectionForm
from proceedings.models import Checklist, ChecklistItem, ChecklistSection
from proceedings.permissions import EDIT
from proceedings.services import audits
from workshops.views.listening import of_a_season

from .tables import together_table, workbook


def _checklists(request: HttpRequest) -> list[Checklist]:
    require(request.user, EDIT, request.conference)
    rows = Checklist.objects.filter(material__conference=request.conference)
    return list(rows.select_related("material__conference").order_by("material__pk"))


def _one(request: HttpRequest, slug: str) -> Checklist:
    require(request.user, EDIT, request.conference)
    rows = Checklist.objects.select_related("material__conference")
    return get_object_or_404(rows, material__conference=request.conference, material__slug=slug)


def _section(here: Checklist, pk: int) -> ChecklistSection:
    return get_object_or_404(ChecklistSection.objects.select_related("checklist__material__conference"),
                             checklist=here, pk=pk)  # fmt: skip


def _item(here: Checklist, pk: int) -> ChecklistItem:
    rows = ChecklistItem.objects.select_related("section__checklist__material__conference", "replaces")
    return get_object_or_404(rows, section__checklist=here, pk=pk)


def _address(request: HttpRequest, here: Checklist) -> str:
    return str(request.conference.url("proceedings:checklist_edit", slug=here.material.slug))


def _back(request: HttpRequest, here: Checklist, anchor: str = "") -> HttpResponse:
    return redirect(_address(request, here) + anchor)


def _library_url(here: Checklist) -> str:
    """The page of the library's desk where title, themes, reviews and publishing are; empty where there is none."""
    try:
        return here.material.desk_url()
    except NoReverseMatch:
        return ""


@of_a_season
@require_safe
def checklists(request: HttpRequest) -> HttpResponse:
    """The checklists of the season, with how many began and finished them."""
    rows = _checklists(request)
    return render(request, "proceedings/audits/desk.html", {"rows": audits.with_numbers(rows), "count": len(rows)})


@of_a_season
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new checklist, a draft of the library."""
    require(request.user, EDIT, request.conference)
    if response := switch_language(request):
        return response
    form = _form(request, ChecklistForm)
    if form.is_valid():
        made = audits.add_checklist(request.conference, by=request.user, **form.cleaned_data)
        messages.success(request, _("The checklist is a draft now. Add sections and items."))
        return _back(request, made)
    return _form_page(request, "proceedings/audits/desk_add.html", form)


def _form(request: HttpRequest, kind: type[Any], **kwargs: Any) -> Any:
    """The form as it was posted, or as it was typed before the language was switched."""
    return kind(request.POST, **kwargs) if request.method == "POST" else kind.with_typed(typed(request), **kwargs)


def _form_page(request: HttpRequest, template: str, form: Any, **context: object) -> HttpResponse:
    told = {"form": form, "language_form": "main-form", "has_errors": bool(form.errors), **context}
    return render(request, template, told)


@of_a_season
@require_safe
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Sections and items in order, with what waits for the next version."""
    return _edit(request, _one(request, slug))


def _edit(request: HttpRequest, here: Checklist, **forms: Any) -> HttpResponse:
    material = here.material
    kept = typed(request)
    bad = next(iter(forms), None)
    context = {
        "checklist": here,
        "material": material,
        "sections": audits.entries_of(here),
        "waits": audits.changes_wait(here),
        "library_url": _library_url(here),
        "next_version": material.version + 1,
        "section_form": SectionForm.with_typed(kept if kept and "minutes" not in kept else None, prefix="new"),
        "minutes_form": MinutesForm.with_typed(
            kept if kept and "minutes" in kept else None, initial={"minutes": here.minutes}
        ),
        **forms,
        "form": forms.get(bad),
        "has_errors": bad is not None,
        "language_form": bad and bad.removesuffix("_form") + "-form",
    }
    return render(request, "proceedings/audits/desk_edit.html", context)


@of_a_season
@require_POST
def minutes(request: HttpRequest, slug: str) -> HttpResponse:
    here = _one(request, slug)
    if response := switch_language(request, _address(request, here)):
        return response
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _edit(request, here, minutes_form=form)
    attempt(request, audits.set_minutes, here, form.cleaned_data["minutes"], done=_("Saved."))
    return _back(request, here)


# -- sections -------------------------------------------------------------------------------------------------------


@of_a_season
@require_POST
def section_add(request: HttpRequest, slug: str) -> HttpResponse:
    here = _one(request, slug)
    if response := switch_language(request, _address(request, here)):
        return response
    form = SectionForm(request.POST, prefix="new")
    if not form.is_valid():
        return _edit(request, here, section_form=form)
    attempt(request, audits.add_section, here, done=_("The section is added. Readers see it once it has items."),
            **form.cleaned_data)  # fmt: skip
    return _back(request, here, "#new-section")


@of_a_season
@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The title of a section, which changes at once."""
    here = _one(request, slug)
    section = _section(here, pk)
    if response := switch_language(request):
        return response
    form = _form(request, SectionForm, instance=section)
    if form.is_valid():
        attempt(request, audits.rename_section, _section(here, pk), done=_("Saved."), **form.cleaned_data)
        return _back(request, here, f"#section-{pk}")
    return _form_page(request, "proceedings/audits/desk_section.html", form, material=here.material, section=section)


@of_a_season
@require_POST
def section_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    here = _one(request, slug)
    attempt(request, audits.move_section, _section(here, pk), up=_is_up(request))
    return _back(request, here, f"#section-{pk}")


@of_a_season
@require_POST
def section_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    here = _one(request, slug)
    attempt(request, audits.remove_section, _section(here, pk), done=_("The section is deleted."))
    return _back(request, here)


def _is_up(request: HttpRequest) -> bool:
    direction = request.POST.get("direction", "")
    if direction not in ("up", "down"):
        raise Http404
    return direction == "up"


# -- items ----------------------------------------------------------------------------------------------------------


@of_a_season
@require_http_methods(["GET", "HEAD", "POST"])
def item_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new item at the end of the section *pk*."""
    here = _one(request, slug)
    section = _section(here, pk)
    return _item_page(request, here, section, None)


@of_a_season
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    here = _one(request, slug)
    item = _item(here, pk)
    return _item_page(request, here, item.section, item)


def _item_page(
    request: HttpRequest, here: Checklist, section: ChecklistSection, item: ChecklistItem | None
) -> HttpResponse:
    if response := switch_language(request):
        return response
    form = _form(request, ItemForm, instance=_item(here, item.pk) if item else None)
    if form.is_valid():
        told = {name: value or "" for name, value in form.cleaned_data.items()}
        verb, subject = (audits.change_item, item) if item else (audits.add_item, section)
        attempt(request, verb, subject, done=_("Saved."), **told)
        return _back(request, here, f"#section-{section.pk}")
    return _form_page(
        request, "proceedings/audits/desk_item.html", form, material=here.material, section=section, item=item,
        next_version=here.material.version + 1, comes_later=bool(item and item.since <= here.material.version),
        pairs=[(form[f"{name}_ru"], form[f"{name}_en"]) for name in ("text", "hint", "evidence", "improve")],
    )  # fmt: skip


@of_a_season
@require_POST
def item_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    here = _one(request, slug)
    attempt(request, audits.move_item, _item(here, pk), up=_is_up(request))
    return _back(request, here, f"#item-{pk}")


@of_a_season
@require_POST
def item_retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    here = _one(request, slug)
    done = _("The item goes with the next version.") if here.material.version else _("The item is deleted.")
    item = _item(here, pk)
    attempt(request, audits.retire_item, item, done=done)
    return _back(request, here, f"#section-{item.section_id}")


@of_a_season
@require_POST
def item_restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    here = _one(request, slug)
    item = _item(here, pk)
    attempt(request, audits.restore_item, item, done=_("The change is undone."))
    return _back(request, here, f"#section-{item.section_id}")


# -- together -------------------------------------------------------------------------------------------------------


@of_a_season
@require_safe
def together(request: HttpRequest, slug: str) -> HttpResponse:
    """The aggregates for the association, under the same rule as everybody's."""
    here = _one(request, slug)
    context = {"checklist": here, "material": here.material, **together_table(here), "is_desk_page": True}
    return render(request, "proceedings/audits/desk_together.html", context)


@of_a_season
@require_safe
def together_file(request: HttpRequest, slug: str) -> HttpResponse:
    here = _one(request, slug)
    return download(workbook(here), XLSX, f"{here.material.slug}.xlsx")
