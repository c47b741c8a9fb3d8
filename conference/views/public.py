from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView

from conference.extensions import blocks
from conference.models import Conference, NewsItem, Page


def in_my_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the visitor's language."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The installation's front page: the conference to come, earlier ones, seasons."""
    current = Conference.objects.current()
    others = Conference.objects.public().exclude(pk=current.pk if current else None)
    return render(
        request,
        "conference/home.html",
        {
            "current": current,
            "deadlines": deadlines_of(current) if current else [],
            "archive": [edition for edition in others if not edition.is_season],
            "seasons": [edition for edition in others if edition.is_season],
        },
    )


@require_safe
def conference_home(request: HttpRequest) -> HttpResponse:
    conference = request.conference
    return render(
        request,
        "conference/conference_home.html",
        {
            "deadlines": deadlines_of(conference),
            "blocks": blocks("home", request, conference),
            "news": conference.news.published()[:3],
            "partners": conference.partners.all(),
        },
    )


def deadlines_of(conference: Conference) -> list[dict[str, object]]:
    """The deadlines in order; ``next`` marks the nearest one that has not passed."""
    rows = []
    next_seen = False
    for deadline in conference.deadlines.all():
        left = (deadline.day - conference.today()).days
        rows.append({"deadline": deadline, "days_left": left, "past": left < 0, "next": left >= 0 and not next_seen})
        next_seen = next_seen or left >= 0
    return rows


class PageView(DetailView):
    template_name = "conference/page.html"
    context_object_name = "page"

    def get_queryset(self) -> QuerySet[Page]:
        return Page.objects.of(self.request.conference)


class NewsListView(ListView):
    template_name = "conference/news_list.html"
    context_object_name = "news"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[NewsItem]:
        return NewsItem.objects.of(self.request.conference).published().select_related("conference")


class NewsItemView(DetailView):
    template_name = "conference/news_item.html"
    context_object_name = "item"

    def get_queryset(self) -> QuerySet[NewsItem]:
        return NewsItem.objects.of(self.request.conference).published()
