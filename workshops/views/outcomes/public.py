"""What anybody reads: the list, a document in both languages, the life of a clause, files."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conference.permissions import may
from conference.views.downloads import PDF, download
from workshops.documents.outcomes import Content, content_of, digest, draft_pdf, rows_of
from workshops.forms.outcomes import CommentForm, HideForm
from workshops.models import Adoption, Amendment, ClauseComment, ClauseVersion, Line, OutcomeDocument, Recommendation
from workshops.services import outcomes as services

from .finding import DRAFT, READ, clause_of, document_for, period_of

DRAFT_KEPT = 600  # seconds


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """Every announced document: the conference's own first, then those of the tracks."""
    rows = OutcomeDocument.objects.of(request.conference).announced().select_related("conference", "track")
    shown = [{"document": each, **period_of(each)} for each in rows.prefetch_related("adoptions")]
    groups = [
        (_("Documents of the conference"), [row for row in shown if row["document"].is_consolidated]),
        (_("Documents of the tracks"), [row for row in shown if not row["document"].is_consolidated]),
    ]
    return render(request, "workshops/outcomes.html", {"groups": [group for group in groups if group[1]]})


@require_safe
def outcome(request: HttpRequest, slug: str) -> HttpResponse:
    """One document, Russian and English side by side: as adopted, or as it stands now."""
    document = document_for(request, slug, READ)
    adoptions = list(document.adoptions.all())
    lines = document.outline()
    content = adoptions[0].content if adoptions else content_of(document, lines)
    return _page(request, document, content, adoptions, adoptions[0] if adoptions else None, lines)


@require_safe
def adoption(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An adopted text by its number: what a corrigendum has replaced stays readable."""
    document = document_for(request, slug, READ)
    adoptions = list(document.adoptions.all())
    shown = next((each for each in adoptions if each.number == number), None)
    if shown is None:
        raise Http404
    return _page(request, document, shown.content, adoptions, shown, document.outline())


def _drawn(document: OutcomeDocument, language: str) -> bytes:
    """The draft as a file, drawn once in ten minutes while its text stays the same, however many ask for it."""
    key = f"outcome-draft:{document.pk}:{language}:{digest(content_of(document))}"
    pdf: bytes = cache.get_or_set(key, lambda: draft_pdf(document, language), DRAFT_KEPT)
    return pdf


def _page(
    request: HttpRequest, document: OutcomeDocument, content: Content, adoptions: list[Adoption],
    shown: Adoption | None, lines: list[Line],
) -> HttpResponse:  # fmt: skip
    text = rows_of(content)
    said = _counts(document)
    by_anchor = {line.anchor: line.clause.pk for line in lines}
    for row in text["clauses"]:
        pk = by_anchor.get(row["anchor"])
        row |= {"pk": pk, **said.get(pk, {}), "shown": row["number"][get_language() or "ru"]}
    votes, clause_votes = services.tally(document)
    may_draft = may(request.user, DRAFT, document)
    new_clauses = Amendment.objects.filter(document=document, clause=None).seen_by(request.user)
    context = {
        "document": document,
        "text": text,
        "adoption": shown,
        "adoptions": adoptions,
        "note": (content.get("note") or {}).get(get_language() or "ru", ""),
        "is_latest": not adoptions or shown == adoptions[0],
        "trace": services.trace(document, lines) if document.is_consolidated else [],
        "votes": votes,
        "clause_votes": [(line, clause_votes[line.clause.pk]) for line in lines if line.clause.pk in clause_votes],
        "may_speak": services.may_speak(request.user, document.conference),
        "may_draft": may_draft,
        "hide_form": HideForm(auto_id=False) if may_draft else None,
        "new_clauses": list(new_clauses.with_support(request.user).select_related("author")),
        **period_of(document),
    }
    return render(request, "workshops/outcome.html", context)


def _counts(document: OutcomeDocument) -> dict[int | None, dict[str, int]]:
    """How many comments and proposals each clause has. Two queries."""
    comments = document.comments.filter(hidden_at=None).order_by().values_list("clause").annotate(Count("pk"))
    proposals = document.amendments.filter(hidden_at=None).exclude(state=Amendment.State.WITHDRAWN)
    counted: dict[int | None, dict[str, int]] = {}
    for name, rows in (
        ("comments", comments),
        ("proposals", proposals.order_by().values_list("clause").annotate(Count("pk"))),
    ):
        for clause, count in rows:
            counted.setdefault(clause, {})[name] = count
    return counted


@require_safe
def clause(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One clause: its text, what delegates say of it, and how the text came to be."""
    document = document_for(request, slug, READ)
    shown = clause_of(document, pk)
    return clause_page(request, document, shown, CommentForm())


def clause_page(
    request: HttpRequest, document: OutcomeDocument, shown: Recommendation, form: CommentForm
) -> HttpResponse:
    lines = document.outline()
    at = next((place for place, line in enumerate(lines) if line.clause.pk == shown.pk), None)
    line = lines[at] if at is not None else None
    comments = ClauseComment.objects.filter(clause=shown).seen_by(request.user).select_related("author")
    proposals = Amendment.objects.filter(clause=shown).seen_by(request.user).with_support(request.user)
    may_draft = may(request.user, DRAFT, document)
    context = {
        "document": document,
        "clause": shown,
        "line": line,
        "before": lines[at - 1] if at else None,
        "after": lines[at + 1] if at is not None and at + 1 < len(lines) else None,
        "comments": comments,
        "proposals": list(proposals.select_related("author", "base")),
        "versions": versions_of(shown) if document.announced_at else [],
        "form": form,
        "hide_form": HideForm(auto_id=False) if may_draft else None,
        "has_errors": bool(form.errors),
        "may_speak": services.may_speak(request.user, document.conference),
        "may_draft": may_draft,
        "adoption": document.adoptions.first(),
        **period_of(document),
    }
    return render(request, "workshops/outcome_clause.html", context)


def versions_of(clause: Recommendation) -> list[dict[str, Any]]:
    """Every text of the clause, the newest first, each beside the one before it."""
    rows = list(ClauseVersion.objects.filter(clause=clause).prefetch_related("amendments__author"))
    earlier: list[ClauseVersion | None] = [*rows[1:], None]
    return [
        {"version": row, "before": before, "proposals": list(row.amendments.all())}
        for row, before in zip(rows, earlier, strict=True)
    ]


@require_safe
def outcome_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The adopted text as data: what was hashed, its hash, its number and its address."""
    document = document_for(request, slug, READ)
    latest = get_object_or_404(Adoption, document=document, number=document.adoptions.count())
    told = {
        "conference": document.conference.slug,
        "address": request.build_absolute_uri(document.get_absolute_url()),
        "number": latest.number,
        "sha256": latest.sha256,
        "adopted": latest.content,
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def outcome_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The text as a PDF for everybody who reads its page: adopted, numbered; before that marked as a draft."""
    document = document_for(request, slug, READ)
    name = f"{document.conference.slug}-{document.slug}.pdf"
    latest = document.adoptions.select_related("document__conference", "document__track").first()
    if latest:
        issued = services.file_of(latest)
        return FileResponse(issued.file.open("rb"), filename=name, content_type="application/pdf")
    pdf = _drawn(document, get_language() or "ru")
    return download(pdf, PDF, f"draft-{name}", inline=True)
