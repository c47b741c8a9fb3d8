"""The page where the record of an article is edited: both languages, its authors, its indexes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from conference.views.typed import switch_language, typed
from proceedings.forms.editing import AuthorForm, DescriptionForm
from proceedings.models import Article
from proceedings.services import editing
from proceedings.services.editing.describing import FIELDS, OF_AUTHOR

from .finding import article_for, to_article

Authors = formset_factory(AuthorForm, extra=1, max_num=60, absolute_max=80)
PREFIX = "authors"


@require_http_methods(["GET", "HEAD", "POST"])
def description(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """Everything of the record in one form; what others saved meanwhile in other fields stays."""
    shown = article_for(request, volume, article)
    if response := switch_language(request):
        return response
    if request.method != "POST":
        return _page(request, shown, *_drawn(shown, typed(request)))
    form = DescriptionForm(request.POST, language=shown.language)
    authors = Authors(request.POST, prefix=PREFIX)
    if not (form.is_valid() and authors.is_valid()):
        return _page(request, shown, form, authors)
    return _save(request, shown, form, authors)


def _drawn(shown: Article, values: QueryDict | None) -> tuple[DescriptionForm, BaseFormSet[AuthorForm]]:
    """The forms as they are opened: from the rows, or from what was typed before the language was switched."""
    if values is not None and f"{PREFIX}-TOTAL_FORMS" in values:
        form = DescriptionForm.with_typed(values, language=shown.language)
        count = min(int(values[f"{PREFIX}-TOTAL_FORMS"] or 0), 60)
        rows = [
            {name: values.get(f"{PREFIX}-{at}-{name}", "") for name in AuthorForm.base_fields} for at in range(count)
        ]
        return form, formset_factory(AuthorForm, extra=0, max_num=60)(initial=rows, prefix=PREFIX)
    known = editing.snapshot(shown)
    form = DescriptionForm(initial={**known, "base": editing.seal(known)}, language=shown.language)
    rows = []
    for place, key in enumerate(filter(None, known["authors"].split(",")), start=1):
        row: dict[str, Any] = {name: known[f"author-{key}-{name}"] for name in OF_AUTHOR}
        rows.append({**row, "key": key, "order": place, "corresponding": key in known["corresponding"].split(",")})
    return form, Authors(initial=rows, prefix=PREFIX)


def _save(
    request: HttpRequest, shown: Article, form: DescriptionForm, authors: BaseFormSet[AuthorForm]
) -> HttpResponse:
    try:
        base = editing.unseal(form.cleaned_data["base"])
        wanted, new = _wanted(form, authors)
        for name, theirs in _chosen(request).items():
            wanted[name] = theirs
        changed = editing.save_description(shown, wanted, new, by=request.user, base=base)
    except editing.DescriptionChanged as meanwhile:
        again = request.POST.copy()
        again["base"] = editing.seal(meanwhile.current)
        drawn = DescriptionForm(again, language=shown.language)
        drawn.is_valid()
        rows = Authors(again, prefix=PREFIX)
        rows.is_valid()
        return _page(request, shown, drawn, rows, meanwhile.conflicts)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, shown, form, authors)
    if changed:
        said = ngettext("Saved: %(count)d field changed.", "Saved: %(count)d fields changed.", len(changed))
        messages.success(request, said % {"count": len(changed)})
    else:
        messages.info(request, _("Nothing was changed."))
    return to_article(shown)


def _wanted(form: DescriptionForm, authors: BaseFormSet[AuthorForm]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Every field of the two forms as text, and the authors that are new."""
    told = form.cleaned_data
    wanted = {name: _as_text(told[name]) for name in FIELDS}
    rows = [row.cleaned_data for row in authors if not row.is_empty and not row.cleaned_data.get("remove")]
    kept = sorted((row for row in rows if row.get("key")), key=lambda row: row.get("order") or 99)
    for row in kept:
        wanted |= {f"author-{row['key']}-{name}": _as_text(row[name]) for name in OF_AUTHOR}
    wanted["authors"] = ",".join(str(row["key"]) for row in kept)
    wanted["corresponding"] = ",".join(str(row["key"]) for row in kept if row["corresponding"])
    new = [
        {**{name: _as_text(row[name]) for name in OF_AUTHOR}, "corresponding": "1" if row["corresponding"] else ""}
        for row in rows
        if not row.get("key")
    ]
    return wanted, new


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").replace("\r\n", "\n")


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Fields in which the other version was chosen on the page that shows both."""
    return {
        name.removeprefix("choose:"): request.POST.get(f"theirs:{name.removeprefix('choose:')}", "")
        for name, value in request.POST.items()
        if name.startswith("choose:") and value == "theirs"
    }


def _page(
    request: HttpRequest, shown: Article, form: DescriptionForm, authors: BaseFormSet[AuthorForm],
    conflicts: list[editing.FieldConflict] | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "article": shown,
        "volume": shown.volume,
        "form": form,
        "authors": authors,
        "conflicts": [
            {"conflict": each, "label": _label(each.name), "language": _language(each.name)} for each in conflicts or []
        ],
        "has_errors": bool(form.errors) or any(row.errors for row in authors),
        "language_form": "main-form",
    }
    return render(request, "proceedings/edit_description.html", context)


def _label(name: str) -> str:
    """What a field of the description is called."""
    if name == "authors":
        return _("Authors and their order")
    if name == "corresponding":
        return _("Corresponding author")
    own = name.split("-")[-1]
    form = AuthorForm if name.startswith("author-") else DescriptionForm
    return str(form.base_fields[own].label)


def _language(name: str) -> str:
    return name[-2:] if name.endswith(("_ru", "_en")) else ""
