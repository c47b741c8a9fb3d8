"""A published volume in other formats: files for anybody, deposits for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.tables import as_workbook
from conference.views.downloads import XLSX, download
from conference.views.typed import switch_language, typed
from proceedings.exports import Issue, crossref, rinc
from proceedings.forms.exports import CrossrefForm, RincForm
from proceedings.models import Publication, Volume
from proceedings.services.export_formats import BY_KIND, Format, formats_of
from proceedings.services.exporting import issue_of, stamp, with_emails

from .desk import editable
from .public import published

XML = "application/xml; charset=utf-8"


@require_safe
def export(request: HttpRequest, volume: str, kind: str) -> HttpResponse:
    """The published volume as a file of the format *kind*. Open to scripts of any site."""
    _volume, publication = published(request, volume)
    wanted = BY_KIND.get(kind)
    if wanted is None or not wanted.is_for(publication):
        raise Http404
    language = get_language() or "ru"
    tag = f'"{stamp(publication)}-{kind}-{language}"'
    response = get_conditional_response(request, etag=tag) or _file(wanted, publication, language)
    response["ETag"] = tag
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _file(wanted: Format, publication: Publication, language: str) -> HttpResponse:
    made = wanted.make(publication, language)
    name = wanted.file_name(publication)
    if isinstance(made, Path):
        return FileResponse(made.open("rb"), as_attachment=True, filename=name, content_type=wanted.content_type)
    return download(made, wanted.content_type, name)


# -- the desk ------------------------------------------------------------------------------------------------


def _published_here(request: HttpRequest, slug: str) -> tuple[Volume, Publication | None]:
    volume = editable(request, slug)
    publication = volume.publication
    if publication is not None:
        publication.volume = volume
    return volume, publication


@require_safe
def exports(request: HttpRequest, volume: str) -> HttpResponse:
    """Everything that other systems take over, and what each of them still misses."""
    shown, publication = _published_here(request, volume)
    return _page(request, shown, publication)


def _page(
    request: HttpRequest,
    volume: Volume,
    publication: Publication | None,
    *,
    deposit: CrossrefForm | None = None,
    issue: RincForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"volume": volume, "publication": publication}
    if publication is not None:
        described = issue_of(publication, with_text=False)
        kept = typed(request)
        context |= {
            "formats": formats_of(publication),
            "crossref_lacks": crossref_lacks(described),
            "rinc_lacks": rinc_lacks(described),
            "has_issn": bool(described.book.issn),
            "crossref_version": crossref.VERSION,
            "deposit": deposit or CrossrefForm.with_typed(kept, initial=_depositor(volume)),
            "issue": issue or RincForm(),
            "has_errors": bool((deposit and deposit.errors) or (issue and issue.errors)),
            "language_form": "main-form",
        }
    return render(request, "proceedings/exports.html", context)


def _depositor(volume: Volume) -> dict[str, str]:
    known = settings.CROSSREF_DEPOSITOR
    return {
        "depositor": known.get("name", ""),
        "email": known.get("email", "") or volume.conference.contact_email,
        "registrant": known.get("registrant", ""),
    }


def crossref_lacks(issue: Issue) -> list[str]:
    return [crossref_words(lack) for lack in crossref.lacking(issue)]


def rinc_lacks(issue: Issue) -> list[str]:
    return [RINC_LACKS[code]() for code in rinc.lacking(issue)]


def crossref_words(lack: crossref.Lack) -> str:
    """What is missing, for the editor."""
    if lack.code == "article-doi":
        count = len(lack.numbers)
        numbers = ", ".join(map(str, lack.numbers[:12])) + ("…" if count > 12 else "")
        return ngettext(
            "%(count)d article has no DOI: no. %(numbers)s.", "%(count)d articles have no DOI: nos. %(numbers)s.", count
        ) % {"count": count, "numbers": numbers}
    return {
        "conference-title": _("The conference has no title of three letters or more."),
        "publisher": _("The volume has no publisher."),
        "articles": _("The volume has no articles."),
    }[lack.code]


RINC_LACKS = {
    "issn": lambda: _("The volume belongs to no series with an ISSN, and this XML is that of periodicals."),
    "issue-number": lambda: _("The volume has no number in its series."),
}


def _must_be_published(request: HttpRequest, slug: str) -> tuple[Volume, Publication]:
    shown, publication = _published_here(request, slug)
    if publication is None:
        raise Http404
    return shown, publication


def _cannot_be_made(request: HttpRequest, volume: Volume, lacks: list[str]) -> HttpResponse | None:
    """Back to the page, where it is said what the publication *lacks*; nothing where it lacks nothing."""
    for words in lacks:
        messages.warning(request, words)
    return redirect(volume.url("proceedings:exports")) if lacks else None


@require_http_methods(["POST"])
def crossref_file(request: HttpRequest, volume: str) -> HttpResponse:
    """The deposit, with the depositor's name from the form."""
    shown, publication = _must_be_published(request, volume)
    if response := switch_language(request, page=shown.url("proceedings:exports")):
        return response
    issue = issue_of(publication)
    if response := _cannot_be_made(request, shown, crossref_lacks(issue)):
        return response
    form = CrossrefForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, publication, deposit=form)
    told = form.cleaned_data
    depositor = crossref.Depositor(told["depositor"], told["email"], told["registrant"])
    made = crossref.deposit(issue, depositor, at=timezone.now())
    return download(made, XML, f"{issue.name}-crossref.xml")


@require_safe
def rinc_table(request: HttpRequest, volume: str) -> HttpResponse:
    """The workbook for the cabinet of a depositor, with the addresses of authors as they are known now."""
    _volume, publication = _must_be_published(request, volume)
    issue = with_emails(issue_of(publication), publication)
    made = as_workbook(rinc.workbook(issue))
    return download(made, XLSX, f"{issue.name}-rinc.xlsx")


@require_http_methods(["POST"])
def rinc_xml(request: HttpRequest, volume: str) -> HttpResponse:
    shown, publication = _must_be_published(request, volume)
    if response := switch_language(request, page=shown.url("proceedings:exports")):
        return response
    issue = issue_of(publication)
    if response := _cannot_be_made(request, shown, rinc_lacks(issue)):
        return response
    form = RincForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, publication, issue=form)
    return download(rinc.issue_xml(issue, form.cleaned_data["title_id"]), XML, f"{issue.name}-rinc.xml")
