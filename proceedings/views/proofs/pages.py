"""The pages of an author who reads a proof by a link; whoever has its key has the page."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from conference.moves import MoveNotAllowed, refusal_words
from conference.rendering import RenderFailed
from conference.views.downloads import PDF, download
from conference.views.verbs import attempt
from proceedings.forms.editing import ApproveForm, DescriptionForm, RemarkForm
from proceedings.models import ManuscriptFigure, Proof, Remark
from proceedings.services import proofs
from proceedings.views.public import picture

FIELDS = (
    ("title", "ru"),
    ("title", "en"),
    ("abstract", "ru"),
    ("abstract", "en"),
    ("keywords", "ru"),
    ("keywords", "en"),
)
MOST_AT_ONCE = 400
"""So many boxes of a page are read."""


def private(view: Any) -> Any:
    """The answer stays with the reader; its address is told to no other site, its key to no report of an error.

    ``same-origin``, not ``no-referrer``: without any referrer a browser posts “Origin: null”, and no button works.
    """

    view = sensitive_variables("key")(view)

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(*args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


def _found(request: HttpRequest, key: str) -> Proof:
    found = proofs.proof_of(key, request.conference)
    if found is None:
        raise Http404
    return found


@private
@require_safe
def proof(request: HttpRequest, key: str) -> HttpResponse:
    """The text with numbered blocks, each of which takes remarks; what was said before, and the answers."""
    return _page(request, _found(request, key))


def _page(
    request: HttpRequest, found: Proof, *, bad: dict[str, RemarkForm] | None = None, approve: ApproveForm | None = None
) -> HttpResponse:
    """*bad* are the remarks that could not be kept, by their places; each is shown again as it was typed."""
    bad = bad or {}
    article, manuscript = found.article, found.manuscript
    url = article.conference.url

    def address(number: int) -> str:
        return url("proceedings:proof_figure", key=found.key, figure=number)

    remarks = list(found.remarks.all())
    by_place: dict[str, list[Remark]] = {}
    for each in remarks:
        by_place.setdefault(each.place, []).append(each)
    form = next(iter(bad.values()), None) or approve
    earlier = proofs.earlier_of(found)

    def row(place: str, **more: Any) -> dict[str, Any]:
        return {"place": place, "remarks": by_place.get(place, []), "form": bad.get(place), **more}

    context = {
        "proof": found,
        "article": article,
        "volume": article.volume,
        "passages": [row(each.place, passage=each)
                     for each in proofs.passages_of(manuscript, article.language, address)],
        "references": [row(each.place, passage=each)
                       for each in proofs.references_of(manuscript, article.language)],
        "fields": [row(f"{name}_{code}", name=name, language=code,
                       label=DescriptionForm.base_fields[f"{name}_{code}"].label,
                       text=getattr(article, f"{name}_{code}") or "") for name, code in FIELDS],
        "authors": row("authors", summaries=proofs.printed_record(article)),
        "whole": row(""),
        "remarks": remarks,
        "waiting": sum(not each.answer for each in remarks),
        "earlier": earlier,
        "difference": proofs.changes_since(earlier[-1], found) if earlier else None,
        "approve_form": approve or ApproveForm(),
        "form": form,
        "has_errors": bool(form and form.errors),
        "is_late": found.is_late(),
        "newer": article.proofs.filter(number__gt=found.number).exists(),
    }  # fmt: skip
    return render(request, "proceedings/proof.html", context)


@private
@require_safe
def pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The same article as a page of the book."""
    found = _found(request, key)
    try:
        made = proofs.pdf_of(found.article, found.manuscript)
    except RenderFailed:
        messages.warning(request, _("The PDF could not be made just now. The text below is complete."))
        return _back(found)
    return download(made, PDF, f"proof-{found.article.number}.pdf", inline=True)


@private
@require_safe
def figure(request: HttpRequest, key: str, figure: int) -> HttpResponse:
    found = _found(request, key)
    return picture(get_object_or_404(ManuscriptFigure, manuscript=found.manuscript, number=figure))


@private
@require_POST
def remark(request: HttpRequest, key: str) -> HttpResponse:
    """Keep every remark that is typed, wherever the button was; they go to the editors together."""
    found = _found(request, key)
    kept, bad = _keep(request, found)
    if not kept and not bad:
        at = request.POST.get("at", request.POST.get("place", ""))[:40]
        bad[at] = _remark_form(at, "")
    if bad:
        return _page(request, found, bad=bad)
    return _back(found, f"#p-{request.POST.get('at', kept[-1]) or 'whole'}")


def _keep(request: HttpRequest, found: Proof) -> tuple[list[str], dict[str, RemarkForm]]:
    """Write down what stands in the boxes of the page: the places kept, and what could not be, by place."""
    kept: list[str] = []
    bad: dict[str, RemarkForm] = {}
    typed = zip(request.POST.getlist("place"), request.POST.getlist("text"), strict=False)
    for place, text in list(typed)[:MOST_AT_ONCE]:
        if not text.strip():
            continue
        form = _remark_form(place, text)
        if not form.is_valid():
            bad[place] = form
            continue
        try:
            proofs.add_remark(found, text=text, place=place, quote=proofs.quote_of(found, place))
        except (MoveNotAllowed, ValidationError) as refusal:
            messages.warning(request, refusal_words(refusal))
            return kept or [place], bad
        kept.append(place)
    if kept:
        said = ngettext("%(count)d remark is kept.", "%(count)d remarks are kept.", len(kept))
        messages.success(request, said % {"count": len(kept)})
    return kept, bad


def _remark_form(place: str, text: str) -> RemarkForm:
    return RemarkForm({"place": place, "text": text}, auto_id=f"%s-{place or 'whole'}")


@private
@require_POST
def drop(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a remark back before it is sent."""
    found = _found(request, key)
    gone = get_object_or_404(Remark.objects.select_related("proof"), proof=found, pk=pk)
    _kept, bad = _keep(request, found)
    _do(request, proofs.drop_remark, gone, done=_("The remark is taken back."))
    if bad:
        return _page(request, found, bad=bad)
    return _back(found, f"#p-{gone.place or 'whole'}")


@private
@require_POST
def send(request: HttpRequest, key: str) -> HttpResponse:
    found = _found(request, key)
    _kept, bad = _keep(request, found)
    if bad:
        return _page(request, found, bad=bad)
    done = _("Thank you. The editors have your remarks and will answer each of them; you will get a letter.")
    _do(request, proofs.send_remarks, found, done=done)
    return _back(found)


@private
@require_POST
def approve(request: HttpRequest, key: str) -> HttpResponse:
    found = _found(request, key)
    kept, bad = _keep(request, found)
    form = ApproveForm(request.POST)
    if bad or not (kept or form.is_valid()):
        return _page(request, found, bad=bad, approve=form)
    if kept:  # a text with remarks is not approved: they are kept and can be sent
        messages.warning(
            request, _("You have made remarks. Send them, or take them back to approve the text as it is.")
        )
        return _back(found, "#finish")
    done = _("Thank you. You have approved the text.")
    _do(request, proofs.approve_proof, found, signed_as=form.cleaned_data["signed_as"], done=done)
    return _back(found)


def _do(request: HttpRequest, verb: Any, *args: Any, done: str, **kwargs: Any) -> None:
    """Do *verb*, which nobody who is signed in does, and say what became of it."""
    attempt(request, lambda by: verb(*args, **kwargs), done=done)


def _back(found: Proof, anchor: str = "") -> HttpResponse:
    return redirect(f"{found.article.conference.url('proceedings:proof', key=found.key)}{anchor}")
