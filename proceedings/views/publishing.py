"""Publishing a volume, errata and retractions, on the editors' desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from proceedings import services
from proceedings.forms.publishing import CertainForm, ErratumForm, PublishForm, RetractForm
from proceedings.models import Article, Build, Notice, Volume
from proceedings.services.article_files import files_of, start_article_files
from proceedings.services.notices import add_erratum, bind_notice, notices_of
from proceedings.services.preflight import summary_of
from proceedings.services.publishing import asked
from proceedings.services.retracting import retract

from .desk import editable


@require_safe
def publish_ask(request: HttpRequest, volume: str) -> HttpResponse:
    """What will be published, to be confirmed."""
    shown = editable(request, volume)
    build = shown.builds.first()
    if build is None:
        messages.warning(request, _("There is nothing to publish yet: compile the volume first."))
        return redirect(shown.url("proceedings:board"))
    if shown.publication and shown.publication.build_id == build.pk:
        messages.warning(request, _("This build is published already."))
        return redirect(shown.url("proceedings:board"))
    form = PublishForm.with_typed(typed(request)) if shown.publication else None
    return _ask(request, shown, build, form)


def _ask(
    request: HttpRequest, volume: Volume, build: Build, form: PublishForm | None, certain: CertainForm | None = None
) -> HttpResponse:
    preflight = summary_of(volume)
    told = asked(volume, build)
    context = {
        **told,
        "preflight": preflight,
        "certain": certain or (CertainForm() if _is_doubtful(preflight, told) else None),
        "form": form,
        "has_errors": bool((form and form.errors) or (certain and certain.errors)),
    }
    return render(request, "proceedings/publish.html", context)


def _is_doubtful(preflight: Any, told: dict[str, Any]) -> bool:
    """Whether something is not done that readers would miss: advice left out."""
    weighty = any(kind.severity != "advice" for kind in preflight.kinds)
    return bool(preflight.not_ready or weighty or told["without_text"] or told["broken"] or told["absent"])


@require_POST
def publish(request: HttpRequest, volume: str) -> HttpResponse:
    """Publish the newest build, provided that it is the one which was confirmed (``build`` in the form)."""
    shown = editable(request, volume)
    newest = shown.builds.first()
    if newest and request.POST.get("build", str(newest.pk)) != str(newest.pk):
        messages.warning(request, _("The volume was compiled again meanwhile. Look at the new build first."))
        return redirect(shown.url("proceedings:publish_ask"))
    told: dict[str, Any] = {}
    form = None
    if newest and shown.publication and shown.publication.build_id != newest.pk:
        form = PublishForm(request.POST)
        if not form.is_valid():
            return _ask(request, shown, newest, form)
        told = form.cleaned_data
    certain = CertainForm(request.POST)
    if newest and not certain.is_valid() and _is_doubtful(summary_of(shown), asked(shown, newest)):
        return _ask(request, shown, newest, form, certain)
    done = _("The volume is published. Anybody can read it now.")
    attempt(request, services.publish, shown, build=newest, done=done, **told)
    return redirect(shown.url("proceedings:board"))


@require_safe
def notices(request: HttpRequest, volume: str) -> HttpResponse:
    """The published articles with what was said about each, and the ways to say more."""
    shown = editable(request, volume)
    articles = list(Article.objects.of_volume(shown).filter(published__isnull=False).distinct().in_order())
    said = notices_of(article.pk for article in articles)
    rows = [{"article": article, "notices": said.get(article.pk, [])} for article in articles]
    for row in rows:
        row["is_retracted"] = any(notice.kind == "retraction" for notice in row["notices"])
    context = {
        "volume": shown,
        "rows": rows,
        "files": files_of(shown.publication) if shown.publication else None,
        "mending": list(_mending(shown).values_list("number", flat=True)),
    }
    return render(request, "proceedings/notices.html", context)


def _mending(volume: Volume) -> Any:
    """Publications that may mend an erratum: all but the first."""
    return volume.publications.filter(number__gt=1).order_by("-number")


@require_POST
def bind(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """Say which publication (``number``) mends what an erratum names."""
    shown = editable(request, volume)
    notice = get_object_or_404(Notice.objects.filter(kind=Notice.Kind.ERRATUM, article__volume=shown), pk=pk)
    told = request.POST.get("number", "")
    publication = _mending(shown).filter(number=int(told)).first() if told.isdecimal() and len(told) < 5 else None
    if publication is None:
        messages.warning(request, _("Choose the publication first."))
    else:
        attempt(request, bind_notice, notice, publication, done=_("The erratum names the publication that mends it."))
    return redirect(shown.url("proceedings:notices"))


@require_POST
def article_files(request: HttpRequest, volume: str) -> HttpResponse:
    """Make the files of single articles that are missing in the newest publication."""
    shown = editable(request, volume)
    if shown.publication is None:
        raise Http404
    done = _("The missing files are being made.")
    attempt(request, start_article_files, shown.publication, done=done)
    return redirect(shown.url("proceedings:notices"))


def _published_article(volume: Volume, pk: int) -> Article:
    article = get_object_or_404(Article.objects.of_volume(volume).filter(published__isnull=False).distinct(), pk=pk)
    article.volume = volume
    return article


@require_http_methods(["GET", "HEAD", "POST"])
def erratum(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """Say what is wrong in a published article."""
    shown = editable(request, volume)
    article = _published_article(shown, pk)
    return _say(
        request, article, ErratumForm, add_erratum, {"publications": _mending(shown)},
        done=_("The erratum stands on the article’s page."), template="proceedings/notice_erratum.html",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def retraction(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """Take back a published article, for good."""
    shown = editable(request, volume)
    article = _published_article(shown, pk)
    return _say(
        request, article, RetractForm, retract, {},
        done=_("The article is retracted. Its page stays, and says so."), template="proceedings/notice_retract.html",
    )  # fmt: skip


def _say(
    request: HttpRequest, article: Article, form_class: Any, verb: Callable[..., Any], known: dict[str, Any], *,
    done: str, template: str,
) -> HttpResponse:  # fmt: skip
    """Say of a published article with *verb* what the form tells; *known* is what the form needs to be drawn."""
    if response := switch_language(request):
        return response
    posted = request.method == "POST"
    form = form_class(request.POST, **known) if posted else form_class.with_typed(typed(request), **known)
    if posted and form.is_valid():
        attempt(request, verb, article, done=done, **form.cleaned_data)
        return redirect(article.volume.url("proceedings:notices"))
    context = {
        "volume": article.volume,
        "article": article,
        "said": notices_of([article.pk]).get(article.pk, []),
        "form": form,
        "has_errors": bool(form.errors),
        "language_form": "main-form",
    }
    return render(request, template, context)
