"""The order of the articles, the parts, and the texts that are no articles, on the editors' desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.text import markdown
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from proceedings.forms.imprint import PartForm, RuleForm, SectionForm
from proceedings.models import Article, Part, Volume, VolumeSection
from proceedings.services.arranging import arrange, move, move_section, name_part, remove_section, write_section

from .desk import editable


@require_safe
def order(request: HttpRequest, volume: str) -> HttpResponse:
    """The articles part by part, to be put in order by a rule or by hand."""
    shown = editable(request, volume)
    articles = Article.objects.of_volume(shown).whole().order_by("part__number", "number")
    parts: dict[Part, list[Article]] = {part: [] for part in shown.parts.order_by("number")}
    for article in articles:
        parts[article.part].append(article)
    context = {
        "volume": shown,
        "parts": [{"part": part, "articles": rows} for part, rows in parts.items()],
        "form": RuleForm(initial={"rule": shown.ordering}),
        "is_open": not shown.is_published,
    }
    return render(request, "proceedings/arrange.html", context)


@require_POST
def order_rule(request: HttpRequest, volume: str) -> HttpResponse:
    shown = editable(request, volume)
    attempt(request, arrange, shown, rule=request.POST.get("rule", ""), done=_("The articles stand in that order now."))
    return redirect(shown.url("proceedings:order"))


@require_POST
def order_move(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """Move one article: before another one (``before``, empty for the end), or one step (``to`` up or down)."""
    shown = editable(request, volume)
    article = get_object_or_404(Article.objects.of_volume(shown).select_related("volume", "part"), pk=pk)
    before = _before(article, request.POST.get("to", ""), request.POST.get("before", ""))
    attempt(request, move, article, before=before, done=_("The article is moved."))
    return redirect(f"{shown.url('proceedings:order')}#article-{pk}")


def _before(article: Article, to: str, before: str) -> Article | None:
    row = list(Article.objects.filter(part=article.part, volume=article.volume).order_by("number"))
    at = [each.pk for each in row].index(article.pk)
    if to == "up":
        return row[max(at - 1, 0)] if at else (row[1] if len(row) > 1 else None)
    if to == "down":
        return row[at + 2] if at + 2 < len(row) else None
    return next((each for each in row if str(each.pk) == before), None)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, volume: str, number: int) -> HttpResponse:
    """What a part is called."""
    shown = editable(request, volume)
    row = get_object_or_404(Part, volume=shown, number=number)
    if response := switch_language(request):
        return response
    if request.method == "POST":
        form = PartForm(request.POST, instance=Part.objects.get(pk=row.pk))
        if form.is_valid() and attempt(request, name_part, row, done=_("The part is saved."), **form.cleaned_data):
            return redirect(shown.url("proceedings:order"))
    else:
        form = PartForm.with_typed(typed(request), instance=row)
    context = {
        "volume": shown, "part": row, "form": form, "has_errors": bool(form.errors), "language_form": "main-form",
    }  # fmt: skip
    return render(request, "proceedings/arrange_part.html", context)


@require_safe
def sections(request: HttpRequest, volume: str) -> HttpResponse:
    """The texts before and after the articles."""
    shown = editable(request, volume)
    rows = list(shown.sections.all())
    places = [
        {"place": place, "name": place.label, "rows": [row for row in rows if row.place == place]}
        for place in VolumeSection.Place
    ]
    return render(request, "proceedings/sections.html", {"volume": shown, "places": places})


@require_http_methods(["GET", "HEAD", "POST"])
def section_add(request: HttpRequest, volume: str) -> HttpResponse:
    return _section(request, editable(request, volume), None)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    shown = editable(request, volume)
    return _section(request, shown, get_object_or_404(VolumeSection, pk=pk, volume=shown))


def _section(request: HttpRequest, volume: Volume, row: VolumeSection | None) -> HttpResponse:
    if response := switch_language(request):
        return response
    fresh = VolumeSection.objects.get(pk=row.pk) if row else VolumeSection(volume=volume)
    if request.method == "POST":
        form = SectionForm(request.POST, instance=fresh)
        told = {"section": row, "done": _("The text is saved. It is in the next build.")}
        if form.is_valid() and attempt(request, write_section, volume, **told, **form.cleaned_data):
            return redirect(volume.url("proceedings:sections"))
    else:
        form = SectionForm.with_typed(typed(request), instance=fresh)
    here = get_language() or "ru"
    shown = [(code, markdown(text, code)) for code in ("ru", "en") if row and (text := getattr(row, f"text_{code}"))]
    context = {
        "volume": volume,
        "section": row,
        "form": form,
        "texts": sorted(shown, key=lambda pair: pair[0] != here),
        "has_errors": bool(form.errors),
        "language_form": "main-form",
    }
    return render(request, "proceedings/sections_edit.html", context)


@require_POST
def section_remove(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    shown = editable(request, volume)
    row = get_object_or_404(VolumeSection, pk=pk, volume=shown)
    attempt(request, remove_section, row, done=_("The text is taken out of the volume."))
    return redirect(shown.url("proceedings:sections"))


@require_POST
def section_move(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """One step up or down (``to``)."""
    shown = editable(request, volume)
    row = get_object_or_404(VolumeSection, pk=pk, volume=shown)
    if request.POST.get("to") not in {"up", "down"}:
        messages.warning(request, _("Say where to move it."))
        return redirect(shown.url("proceedings:sections"))
    attempt(request, move_section, row, upwards=request.POST["to"] == "up", done=_("The text is moved."))
    return redirect(shown.url("proceedings:sections"))
