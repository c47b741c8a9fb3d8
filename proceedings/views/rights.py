"""Rights and records: the page of an author who signs, and the desk where papers are noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.forms import SiteForm
from conference.moves import MoveNotAllowed, refusal_words
from conference.rendering import RenderFailed
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from proceedings.forms.rights import AgreementForm, OpinionForm, OriginalityForm, PaperLicenceForm, SignForm
from proceedings.models import Article, ArticleAuthor, Licence, Volume
from proceedings.services import records, rights
from proceedings.services.steps import name_of

from .desk import editable

FILES = {"licences": "scan", "originality": "report", "opinions": "scan"}
ROWS = {"licences": "licences", "originality": "originality_checks", "opinions": "expert_opinions"}
PAPERS: dict[str, type[SiteForm]] = {"paper": PaperLicenceForm, "originality": OriginalityForm, "opinion": OpinionForm}
"""What is noted on the page of an article, each with a form of its own."""


# -- the author -----------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def licence(request: HttpRequest, key: str) -> HttpResponse:
    """The agreement, and the place to sign it, for whoever has the link."""
    rows = Licence.objects.of(request.conference).filter(withdrawn_at=None)
    found = get_object_or_404(rows.select_related("article__volume__conference", "author", "text"), key=key)
    if request.method == "POST" and (response := switch_language(request)):
        return response
    form = SignForm(request.POST) if request.method == "POST" else SignForm.with_typed(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            rights.sign_licence(found, signed_as=form.cleaned_data["signed_as"], language=get_language() or "ru")
            return redirect(request.path)
        except ValidationError as error:
            form.add_error("signed_as", error)
        except MoveNotAllowed:
            return redirect(request.path)
    context = {
        "licence": found,
        "article": found.article,
        "volume": found.article.volume,
        "text": found.text or rights.licence_text(found.article.volume),
        "form": form,
        "language_form": "" if found.signed_at else "main-form",
        "has_errors": bool(form.errors),
    }
    response = render(request, "proceedings/licence.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


# -- the desk -------------------------------------------------------------------------------------------------------


@require_safe
def volume(request: HttpRequest, volume: str) -> HttpResponse:
    """Every article of the volume: what is on paper and what is missing."""
    shown = editable(request, volume)
    rows = records.of_volume(shown)
    context = {
        "volume": shown,
        "rows": rows,
        "counts": records.counted(rows),
        "missing": sum(row["is_missing_licences"] for row in rows),
    }
    return render(request, "proceedings/rights.html", context)


@require_POST
def ask_all(request: HttpRequest, volume: str) -> HttpResponse:
    """Write to every author of the volume whose licence is missing."""
    shown = editable(request, volume)
    written: int = 0
    unreachable: list[ArticleAuthor] = []
    for each in Article.objects.of_volume(shown).in_the_book().whole().in_order():
        if rights.authors_without_licence(each):
            asked, without = rights.ask_licences(each, by=request.user)
            written, unreachable = written + asked, [*unreachable, *without]
    if written:
        messages.success(request, _asked((written, [])))
    if unreachable:
        messages.warning(request, _unreachable(unreachable))
    if not written and not unreachable:
        messages.info(request, _("Every author has given the licence already."))
    return redirect(shown.url("proceedings:rights"))


def _asked(result: tuple[int, list[Any]]) -> str:
    count = result[0]
    return ngettext("%(count)d author has been written to.", "%(count)d authors have been written to.", count) % {
        "count": count
    }


def _unreachable(authors: list[ArticleAuthor]) -> str:
    language = (get_language() or "ru")[:2]
    names = ", ".join(dict.fromkeys(name_of(author, language) for author in authors))
    return _("No e-mail address: %(names)s. Take the licence on paper.") % {"names": names}


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest, volume: str) -> HttpResponse:
    """The words of the licence. What was signed stays in the words in which it was signed."""
    shown = editable(request, volume)
    now = rights.licence_text(shown)
    if request.method == "POST":
        if response := switch_language(request):
            return response
        form = AgreementForm(request.POST)
        if form.is_valid() and attempt(
            request, rights.write_licence_text, shown, ru=form.cleaned_data["body_ru"],
            en=form.cleaned_data["body_en"], done=_("The agreement is saved. Authors sign this version from now on."),
        ):  # fmt: skip
            return redirect(shown.url("proceedings:rights"))
    else:
        form = AgreementForm.with_typed(typed(request), initial={"body_ru": now.body_ru, "body_en": now.body_en})
    context = {
        "volume": shown, "text": now, "form": form, "language_form": "main-form", "has_errors": bool(form.errors),
        "signed": Licence.objects.in_force().filter(text=now).count(),
    }  # fmt: skip
    return render(request, "proceedings/agreement.html", context)


def editable_article(request: HttpRequest, slug: str, article: int) -> tuple[Volume, Article]:
    """An article of a volume that the visitor may edit; for others it does not exist."""
    shown = editable(request, slug)
    found = get_object_or_404(Article.objects.of_volume(shown).whole(), pk=article)
    found.volume = shown
    return shown, found


@require_safe
def article(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    _volume, shown = editable_article(request, volume, article)
    return _page(request, shown)


def _form(name: str, without: list[ArticleAuthor], *typed: Any) -> SiteForm:
    """The form of a paper; a licence is taken from authors *without* one."""
    known = {"authors": without} if name == "paper" else {}
    return PAPERS[name](*typed, prefix=name, **known)


def _page(request: HttpRequest, shown: Article, **bound: SiteForm) -> HttpResponse:
    without = rights.authors_without_licence(shown)
    forms = {name: _form(name, without) for name in PAPERS}
    wrong = next((form for form in bound.values() if form.errors), None)
    context = {
        "article": shown,
        "volume": shown.volume,
        "record": records.of_article(shown),
        "without": without,
        "forms": forms | bound,
        "open": next(iter(bound), ""),
        "form": wrong,
        "has_errors": wrong is not None,
        "certificate": rights.certificate_of(shown),
    }
    return render(request, "proceedings/article_rights.html", context)


def _back(shown: Article) -> HttpResponse:
    return redirect(shown.volume.url("proceedings:article_rights", article=shown.pk))


@require_POST
def ask(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    _volume, shown = editable_article(request, volume, article)
    try:
        written, without = rights.ask_licences(shown, by=request.user)
    except MoveNotAllowed as refusal:
        messages.warning(request, refusal_words(refusal))
    else:
        if written:
            messages.success(request, _asked((written, [])))
        if without:
            messages.warning(request, _unreachable(without))
    return _back(shown)


def _note(request: HttpRequest, shown: Article, name: str, verb: Callable[..., Any], *, done: str) -> HttpResponse:
    """Note with *verb* what the form *name* says; the page again where it cannot be."""
    form = _form(name, rights.authors_without_licence(shown), request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, shown, **{name: form})
    attempt(request, verb, shown, **form.cleaned_data, done=done)
    return _back(shown)


@require_POST
def paper(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """A licence signed on paper."""
    _volume, shown = editable_article(request, volume, article)
    return _note(request, shown, "paper", rights.note_scan, done=_("The licence is recorded."))


@require_POST
def originality(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    _volume, shown = editable_article(request, volume, article)
    return _note(request, shown, "originality", rights.note_originality, done=_("The check is recorded."))


@require_POST
def opinion(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    _volume, shown = editable_article(request, volume, article)
    return _note(request, shown, "opinion", rights.note_opinion, done=_("The opinion is recorded."))


@require_POST
def acceptance(request: HttpRequest, volume: str, article: int) -> HttpResponse:
    """Issue the certificate of acceptance; the author finds it on My page."""
    _volume, shown = editable_article(request, volume, article)
    try:
        attempt(
            request, rights.certify_acceptance, shown,
            done=_("The certificate is issued. The author finds it on My page."),
        )  # fmt: skip
    except RenderFailed:
        messages.warning(request, _("The page could not be drawn just now. Please try again."))
    return _back(shown)


@require_POST
def withdraw(request: HttpRequest, volume: str, article: int, pk: int) -> HttpResponse:
    _volume, shown = editable_article(request, volume, article)
    given = get_object_or_404(shown.licences, pk=pk)
    attempt(request, rights.withdraw_licence, given, done=_("The withdrawal of the licence is recorded."))
    return _back(shown)


@require_safe
def file(request: HttpRequest, volume: str, article: int, kind: str, pk: int) -> HttpResponse:
    """A scan or a report, for the editors."""
    _volume, shown = editable_article(request, volume, article)
    if kind not in FILES:
        raise Http404
    rows: QuerySet[Any] = getattr(shown, ROWS[kind]).all()
    kept = getattr(get_object_or_404(rows, pk=pk), FILES[kind])
    if not kept:
        raise Http404
    ending = str(kept.name).rpartition(".")[2]
    return FileResponse(kept.open("rb"), as_attachment=True, filename=f"{kind}-{shown.number}-{pk}.{ending}")
