"""The editor's desk: volumes, the board of one volume, and the page that watches a compilation."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from conference.keys import key_in, keys_in
from conference.permissions import require
from conference.views.verbs import attempt
from proceedings import services
from proceedings.models import Article, ArticleStep, Volume
from proceedings.permissions import EDIT
from proceedings.services import preflight as checks
from proceedings.services import steps
from proceedings.services.board import Board, Question, board_of
from proceedings.services.compilations import jobs_of
from proceedings.services.description import adopted_by
from proceedings.services.imprint import imprint_gaps
from proceedings.services.preflight.items import SEVERITIES
from workshops.services.decisions import not_yet_collectable

PER_PAGE = 100


def editable(request: HttpRequest, slug: str) -> Volume:
    """A volume of this conference, for whoever may edit it; for others it does not exist."""
    require(request.user, EDIT, request.conference)
    return get_object_or_404(Volume.objects.of(request.conference).select_related("conference"), slug=slug)


@require_safe
def volumes(request: HttpRequest) -> HttpResponse:
    require(request.user, EDIT, request.conference)
    shown = Volume.objects.of(request.conference).select_related("conference").newest_first()
    return render(request, "proceedings/desk.html", {"volumes": shown.annotate(article_count=Count("articles"))})


@require_safe
def board(request: HttpRequest, volume: str) -> HttpResponse:
    """Every article with its state, its editor and what is to be mended in it."""
    shown = editable(request, volume)
    build = shown.builds.first()
    question = Question.of(request.GET)
    found = board_of(shown, build, question, request.user)
    pages = Paginator(found.shown, PER_PAGE)
    context = {
        "volume": shown,
        "board": found,
        "question": question,
        "page_obj": pages.get_page(request.GET.get("page")),
        "heads": _heads(question),
        "states": _states(question, found.counts),
        "tracks": [(part, question.query(track=part.number)) for part in found.parts],
        "all_tracks": question.query(track=""),
        "all_states": question.query(state=""),
        "troubles": _troubles(question, found),
        "build": build,
        "publication": shown.publication,
        "running": jobs_of(shown).unfinished().first(),
        "adopted": adopted_by(shown).values("document").distinct().count(),
        "waiting": [] if shown.is_published else not_yet_collectable(request.conference),
        "is_published_build": bool(build and shown.publication and shown.publication.build_id == build.pk),
        "may_publish": bool(build) and not (shown.publication and shown.publication.build_id == build.pk),
    }
    return render(request, "proceedings/board.html", context)


def _heads(question: Question) -> list[dict[str, str]]:
    """The columns that sort, each with the address that sorts by it, or the other way round."""
    titles = {
        "number": _("No."), "title": _("Article"), "state": _("State"), "editor": pgettext("of an article", "Editor"),
        "trouble": _("To mend"), "since": pgettext("column of a board", "Since"),
    }  # fmt: skip
    heads = []
    for name, title in titles.items():
        own = question.sort or "number"
        state = "ascending" if own == name else "descending" if own == f"-{name}" else ""
        wanted = f"-{name}" if own == name else name
        heads.append({"name": name, "title": title, "state": state, "query": question.query(sort=wanted)})
    return heads


def _states(question: Question, counts: Counter[str]) -> list[tuple[str, str, int, str]]:
    """The states that occur: value, name, how many, and the address that shows them alone."""
    names = {**dict(ArticleStep.State.choices), "withdrawn": pgettext("state of an article", "withdrawn by the author")}
    return [
        (value, str(name), counts[value], question.query(state=value))
        for value, name in names.items()
        if counts[value] or question.state == value
    ]


def _troubles(question: Question, found: Board) -> list[tuple[str, str, int, str]]:
    counts = {
        "warnings": (_("With something to mend"), found.troubled),
        "gaps": (_("With gaps in a translation"), sum(line.has_gaps for line in found.in_the_book)),
        "late": (_("Proof overdue"), found.late),
    }
    return [
        (value, name, count, question.query(trouble="" if question.trouble == value else value))
        for value, (name, count) in counts.items()
    ]


@require_POST
def assign(request: HttpRequest, volume: str) -> HttpResponse:
    """Give the ticked articles (``chosen``) to ``editor``; an empty one takes them from whoever has them."""
    shown = editable(request, volume)
    chosen = keys_in(request.POST.getlist("chosen"))
    articles = list(Article.objects.of_volume(shown).select_related("volume__conference").filter(pk__in=chosen))
    told = request.POST.get("editor", "")
    editor = next((person for person in steps.editors_of(shown) if str(person.pk) == told), None)
    if not articles:
        messages.warning(request, _("Tick the articles first."))
    elif told and editor is None:
        messages.warning(request, _("This person does not edit the proceedings."))
    else:
        attempt(request, steps.assign, articles, editor, done=_assigned)
    if back := key_in(request.POST.get("back", "")):
        return redirect(shown.url("proceedings:edit_article", article=back))
    query = Question.of(QueryDict(request.POST.get("query", ""))).query()
    return redirect(f"{shown.url('proceedings:board')}{'?' if query else ''}{query}")


def _assigned(count: int) -> str:
    said = ngettext("%(count)d article changed hands.", "%(count)d articles changed hands.", count) % {"count": count}
    return said if count else _("Nothing has changed: they were with this editor already.")


@require_safe
def preflight(request: HttpRequest, volume: str) -> HttpResponse:
    """What is to be mended in the whole volume, article by article or kind by kind, and what stops publishing."""
    shown = editable(request, volume)
    lists = checks.of_volume(shown)
    articles = {row.pk: row for row in Article.objects.of_volume(shown).whole().in_order()}
    rows = [(articles[pk], lists[pk]) for pk in articles if lists.get(pk)]
    kinds: dict[str, list[tuple[Article, checks.Item]]] = {}
    for row, items in rows:
        row.volume = shown
        for item in items:
            kinds.setdefault(item.code, []).append((row, item))
    context = {
        "volume": shown,
        "imprint": imprint_gaps(shown),
        "rows": rows,
        "kinds": sorted(kinds.values(), key=lambda found: (SEVERITIES.index(found[0][1].severity), -len(found))),
        "by_kind": request.GET.get("by") == "kind",
        "counts": {
            name: sum(item.severity == name for items in lists.values() for item in items) for name in SEVERITIES
        },
        "clean": len(lists) - len(rows),
        "total": len(lists),
    }
    return render(request, "proceedings/preflight.html", context)


@require_POST
def collect(request: HttpRequest, volume: str) -> HttpResponse:
    shown = editable(request, volume)
    attempt(request, services.collect, shown, done=_collected)
    return redirect(shown.url("proceedings:board"))


@require_POST
def outcomes(request: HttpRequest, volume: str) -> HttpResponse:
    """Print the adopted documents as the last part (``with=1``), or leave them out."""
    shown = editable(request, volume)
    wanted = request.POST.get("with") == "1"
    said = _("The outcome documents are the last part of the next build.") if wanted else _("They are left out.")
    attempt(request, services.print_outcomes, shown, wanted=wanted, done=said)
    return redirect(shown.url("proceedings:board"))


def _collected(new: int) -> str:
    said = ngettext("%(count)d new article collected.", "%(count)d new articles collected.", new) % {"count": new}
    return said if new else _("All accepted papers are in the volume already.")
