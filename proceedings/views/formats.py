"""Asking for another format, and the editors' list of what was asked."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.models.people import PersonManager
from conference.permissions import require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from proceedings.forms.formats import FormatAnswerForm, FormatForm
from proceedings.models import FormatRequest, Publication, PublishedArticle
from proceedings.permissions import EDIT
from proceedings.services import formats as services
from proceedings.services.frozen import frozen_article, frozen_book

from .public import here, published

TO_ONE_ADDRESS = "request_login_code"  # letters of any kind to one address share allauth's limit
FROM_ONE_VISITOR = "format_request"


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, volume: str) -> HttpResponse:
    """The form; with ``?article=3`` it is about that article. Too many wishes keep what was typed, and say so."""
    if response := switch_language(request):
        return response
    shown, publication = published(request, volume)
    row = _article(publication, request.GET.get("article", ""))
    if request.method != "POST":
        form = FormatForm.with_typed(typed(request), initial=_known(request))
        return _page(request, publication, row, form)
    form = FormatForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        if _may_ask(request, told["email"]):
            by = request.user if request.user.is_authenticated else None
            article = row.article if row else None
            services.ask_format(shown, by=by, language=here(), article=article, **told)
            return redirect(f"{request.path}thanks/")
        form.add_error(None, _("There were many requests just now. What you typed is kept: send it in a few minutes."))
    return _page(request, publication, row, form)


def _article(publication: Publication, number: str) -> PublishedArticle | None:
    if not number.isascii() or not number.isdecimal() or len(number) > 4:
        return None
    return publication.articles.select_related("article").filter(number=int(number)).first()


def _known(request: HttpRequest) -> dict[str, str]:
    if not request.user.is_authenticated:
        return {}
    return {"email": request.user.letters_to, "name": request.user.name_in(here())}


def _may_ask(request: HttpRequest, address: str) -> bool:
    normal = PersonManager.normalize_email(address)
    return bool(ratelimit.consume(request, action=FROM_ONE_VISITOR)) and bool(
        ratelimit.consume(request, action=TO_ONE_ADDRESS, key=normal)
    )


def _page(
    request: HttpRequest, publication: Publication, row: PublishedArticle | None, form: FormatForm
) -> HttpResponse:
    context = {
        "volume": publication.volume,
        "book": frozen_book(publication),
        "published": row,
        "article": frozen_article(row) if row else None,
        "form": form,
        "has_errors": bool(form.errors),
        "language_form": "main-form",
    }
    return render(request, "proceedings/format_ask.html", context)


@require_safe
def thanks(request: HttpRequest, volume: str) -> HttpResponse:
    shown, publication = published(request, volume)
    return render(request, "proceedings/format_thanks.html", {"volume": shown, "book": frozen_book(publication)})


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What readers asked for, those who wait first."""
    require(request.user, EDIT, request.conference)
    rows = FormatRequest.objects.of(request.conference).select_related("volume", "article", "answered_by")
    context = {"waiting": rows.waiting(), "answered": rows.exclude(answered_at=None).order_by("-answered_at")[:50]}
    return render(request, "proceedings/formats_desk.html", context)


def _request(request: HttpRequest, pk: int) -> FormatRequest:
    require(request.user, EDIT, request.conference)
    rows = FormatRequest.objects.of(request.conference).select_related("volume__conference", "article", "answered_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    return _one(request, _request(request, pk), FormatAnswerForm())


def _one(request: HttpRequest, wish: FormatRequest, form: FormatAnswerForm) -> HttpResponse:
    context = {"wish": wish, "form": form, "has_errors": bool(form.errors)}
    return render(request, "proceedings/format_request.html", context)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    wish = _request(request, pk)
    form = FormatAnswerForm(request.POST)
    if not form.is_valid():
        return _one(request, wish, form)
    attempt(request, services.answer_format, wish, text=form.cleaned_data["answer"], done=_("The answer is sent."))
    return redirect(request.conference.url("proceedings:format_requests"))
