"""The page of an article on the editors' desk, and the verbs that it offers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.keys import key_in
from conference.models import Job
from conference.moves import MoveNotAllowed
from conference.rendering import RenderFailed
from conference.views.downloads import PDF, download
from conference.views.verbs import attempt
from proceedings.forms.editing import AnswerForm, AskTextForm, ReadyForm, ReplaceForm, SendProofForm
from proceedings.models import Article, Manuscript, ManuscriptFigure, Proof
from proceedings.services import editing, manuscripts, preflight, proofs, records, steps
from proceedings.services.watching import read_verdict
from proceedings.services.wording import note_text
from proceedings.views.public import picture

from .finding import article_for, newest_of, revision_of, to_article, url_of

PREVIEWED = 6
"""So many blocks of the text stand on the page; the others unfold."""


@require_safe
def article(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """Where the article stands, what is to be done, and everything about it in one place."""
    shown = article_for(request, volume, article)
    return _page(request, shown)


def _page(
    request: HttpRequest, shown: Article, *, replace: ReplaceForm | None = None, send: SendProofForm | None = None,
    ask: AskTextForm | None = None, ready: ReadyForm | None = None, answer: AnswerForm | None = None, answered: int = 0,
) -> HttpResponse:  # fmt: skip
    """The page; a form that was refused is drawn as it was typed, *answer* at the remark with the key *answered*."""
    manuscript = newest_of(shown)
    passages = _passages(shown, manuscript) if manuscript else []
    rounds = list(
        shown.proofs.select_related("sent_to", "sent_by", "manuscript").prefetch_related("remarks__answered_by")
    )
    for proof in rounds:
        for remark in proof.remarks.all():
            remark.url = _place(shown, remark.place)
            remark.form = answer if remark.pk == answered else None
    state = steps.state_of(shown)
    form = replace or send or ask or ready or answer
    context = {
        "article": shown,
        "volume": shown.volume,
        "state": state,
        "state_label": steps.State(state).label,
        "log": steps.log_of(shown),
        "manuscript": manuscript,
        "passages": passages[:PREVIEWED],
        "rest": passages[PREVIEWED:],
        "references": proofs.references_of(manuscript, shown.language) if manuscript else [],
        "revisions": list(shown.manuscripts.select_related("by").defer("html", "source_text", "formulas")),
        "items": preflight.items_of(shown),
        "authors": list(shown.authors.all()),
        "rounds": rounds,
        "open_proof": next((proof for proof in rounds if proof.is_open), None),
        "error": note_text({"code": "manuscript-refused", "params": {"reason": shown.import_error}})
        if shown.import_error
        else "",
        "verdict": _verdict(shown),
        "reading": _reading(shown),
        "editors": steps.editors_of(shown.volume),
        "replace": replace or ReplaceForm(),
        "send": send or SendProofForm(article=shown, initial={"due_on": _due(shown)}),
        "ask": ask or AskTextForm(),
        "ready": ready or ReadyForm(),
        "unsaid": steps.unsaid_by_authors(shown),
        "may_be_ready": state in steps.MAY_BE_READY,
        "may_reopen": state in {steps.State.READY, steps.State.APPROVED, steps.State.PUBLISHED},
        "may_begin": state in {steps.State.NEW, steps.State.WAITING},
        "record": records.of_article(shown),
        "abstracts": [("ru", shown.abstract_ru), ("en", shown.abstract_en)],
        "form": form,
        "has_errors": bool(form and form.errors),
    }
    return render(request, "proceedings/edit_article.html", context)


def _place(shown: Article, place: str) -> str:
    """The field of the desk where what a remark is about can be changed; nothing for the article as a whole."""
    if place[:1] in {"b", "s"} and place[1:].isdecimal():
        return f"{url_of(shown, 'edit_text')}#{place}"
    if place == "authors":
        return f"{url_of(shown, 'edit_description')}#authors"
    return f"{url_of(shown, 'edit_description')}#id_{place}" if place else ""


def _passages(shown: Article, manuscript: Manuscript) -> list[proofs.Passage]:
    def address(figure: int) -> str:
        return url_of(shown, "edit_figure", revision=manuscript.revision, figure=figure)

    return proofs.passages_of(manuscript, shown.language, address)


def _verdict(shown: Article) -> dict[str, Any] | None:
    """What the last compilation said of the article."""
    build = shown.volume.builds.first()
    told = next((each for each in build.verdicts if each["key"] == str(shown.pk)), None) if build else None
    return read_verdict(told) if told else None


def _reading(shown: Article) -> dict[str, Any] | None:
    """The last file that was sent instead of the text, while it is read, or why it could not be."""
    jobs = Job.objects.of(shown.conference).about(shown).filter(kind=manuscripts.JOB_KIND)
    job = jobs.order_by("-pk").first()
    if job is None or job.state == Job.State.DONE:
        return None
    failed = job.state == Job.State.FAILED
    return {"is_reading": not job.is_finished, "error": manuscripts.sentence_for(job.error) if failed else ""}


def _due(shown: Article) -> Any:
    return shown.conference.today() + timedelta(days=shown.volume.proof_days)


@require_POST
def begin(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    shown = article_for(request, volume, article)
    attempt(request, steps.begin, shown, done=_("You are editing this article now."))
    return to_article(shown)


@require_POST
def ready(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    shown = article_for(request, volume, article)
    form = ReadyForm(request.POST)
    if steps.unsaid_by_authors(shown) and steps.state_of(shown) in steps.MAY_BE_READY and not form.is_valid():
        return _page(request, shown, ready=form)
    attempt(request, steps.declare_ready, shown, done=_("The article is ready."))
    return to_article(shown)


@require_POST
def reopen(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    shown = article_for(request, volume, article)
    words = request.POST.get("words", "")[:1000]
    attempt(request, steps.reopen, shown, words=words, done=_("The article is open for editing again."))
    return to_article(shown)


@require_POST
def ask_text(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """Ask the authors for a new text, in words of one's own."""
    shown = article_for(request, volume, article)
    form = AskTextForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, ask=form)
    words = form.cleaned_data["words"]
    attempt(request, steps.ask_text, shown, words=words, done=_("The authors are asked for a new text."))
    return to_article(shown)


@require_POST
def replace(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """A new file: looked at now, read in the background as the next revision."""
    shown = article_for(request, volume, article)
    form = ReplaceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, shown, replace=form)
    try:
        manuscripts.replace_text(shown, form.cleaned_data["file"], by=request.user)
    except ValidationError as refusal:
        form.add_error("file", refusal)
        return _page(request, shown, replace=form)
    messages.success(request, _("The file is being read. In a minute it is the next revision."))
    return to_article(shown)


@require_POST
def restore(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """An earlier revision becomes the newest one."""
    shown = article_for(request, volume, article)
    wanted = key_in(request.POST.get("revision", ""))
    if not wanted:
        raise Http404
    attempt(request, editing.restore, shown, wanted, done=_("The earlier text is the newest one again."))
    return to_article(shown)


@require_safe
def compare(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """What is different between two revisions: the last two unless others are asked for."""
    shown = article_for(request, volume, article)
    numbers = list(shown.manuscripts.order_by("revision").values_list("revision", flat=True))
    if len(numbers) < 2:
        messages.info(request, _("There is one revision only: nothing to compare yet."))
        return to_article(shown)
    newer = _asked(request, "to", numbers, numbers[-1])
    older = _asked(request, "from", numbers, next((n for n in reversed(numbers) if n < newer), numbers[0]))
    pair = sorted([older, newer])
    old, new = revision_of(shown, pair[0]), revision_of(shown, pair[1])
    context = {
        "article": shown, "volume": shown.volume, "older": old, "newer": new, "numbers": numbers,
        "difference": editing.compare(old, new),
    }  # fmt: skip
    return render(request, "proceedings/compare.html", context)


def _asked(request: HttpRequest, name: str, known: list[int], usual: int) -> int:
    told = request.GET.get(name, "")
    return int(told) if told.isdecimal() and len(told) < 6 and int(told) in known else usual


@require_safe
def source(request: HttpRequest, volume: str, article: int, revision: int) -> HttpResponse:
    """The file of a revision as it came."""
    manuscript = revision_of(article_for(request, volume, article), revision)
    if not manuscript.source:
        raise Http404
    return FileResponse(
        manuscript.source.open("rb"), as_attachment=True, filename=manuscript.source_name or "text.docx"
    )


@require_safe
def figure(request: HttpRequest, volume: str, article: int, revision: int, figure: int) -> HttpResponse:
    """A picture of a revision that is not published."""
    manuscript = revision_of(article_for(request, volume, article), revision)
    return picture(get_object_or_404(ManuscriptFigure, manuscript=manuscript, number=figure))


@require_safe
def pdf(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """The article as the book will have it."""
    shown = article_for(request, volume, article)
    manuscript = newest_of(shown)
    if manuscript is None:
        raise Http404
    try:
        made = proofs.pdf_of(shown, manuscript)
    except RenderFailed:
        messages.warning(request, _("The article could not be typeset. Compile the volume to see why."))
        return to_article(shown)
    return download(made, PDF, f"{shown.volume.slug}-{shown.number}.pdf", inline=True)


@require_POST
def send_proof(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    shown = article_for(request, volume, article)
    form = SendProofForm(request.POST, article=shown)
    if not form.is_valid():
        return _page(request, shown, send=form)
    told = form.cleaned_data
    done = _("The proof is sent.")
    sent = attempt(request, proofs.send_proof, shown, to=told["to"], due_on=told["due_on"], done=done)
    return to_article(shown, "#proofs" if sent else "")


@require_POST
def take_back(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    shown = article_for(request, volume, article)
    proof = get_object_or_404(Proof.objects.open().select_related("sent_to", "sent_by"), article=shown)
    done = _("The proof is taken back. The author has been told.")
    return to_article(shown, "#proofs" if attempt(request, proofs.take_back, proof, done=done) else "")


@require_POST
def answer(request: HttpRequest, volume: str, article: int, pk: int) -> HttpResponse:
    """What became of one remark."""
    shown = article_for(request, volume, article)
    proof = get_object_or_404(Proof.objects.filter(article=shown), remarks__pk=pk)
    remark = proof.remarks.get(pk=pk)
    form = AnswerForm(request.POST, auto_id=f"%s-{pk}")
    if form.is_valid():
        how, words = request.POST.get("answer", ""), form.cleaned_data["words"]
        try:
            proofs.answer(remark, by=request.user, how=how, words=words)
        except MoveNotAllowed as refusal:
            messages.warning(request, str(refusal))
            return to_article(shown)
        except ValidationError as refusal:
            form.add_error("words", refusal)
    if form.errors:
        return _page(request, shown, answer=form, answered=pk)
    messages.success(request, _("Answer saved."))
    return to_article(shown, f"#remark-{pk}")
