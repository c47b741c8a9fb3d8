"""Courses of several meetings and the experts of a season."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conference.extensions import blocks
from workshops.models import Answer, Course, Expert, Question
from workshops.services.programme import alphabet_key, by_family
from workshops.services.season import plan_of
from workshops.services.season.letters import text_of
from workshops.views.listening import of_a_season
from workshops.views.programme.clocks import clock_of

ANSWERS = 6
"""So many answers stand on the page of an expert."""


@require_safe
@of_a_season
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """A course: what one learns, its meetings, what the certificate asks; other rooms add signing up."""
    conference = request.conference
    shown = get_object_or_404(Course.objects.of(conference).select_related("conference"), slug=slug)
    clock = clock_of(request, conference)
    meetings = [each for each in plan_of(conference) if each.session.course_id == shown.pk]
    context = {
        "course": shown,
        "meetings": meetings,
        "coming": next((each for each in meetings if not each.is_past), None),
        "hosts": list({expert.pk: expert for each in meetings for expert in each.hosts}.values()),
        "blocks": blocks("course_page", request, shown),
        "zone": clock.told(),
    }
    with timezone.override(clock.zone):
        return render(request, "workshops/season_course.html", context)


@require_safe
@of_a_season
def experts(request: HttpRequest) -> HttpResponse:
    """Everybody who hosts events and answers questions, by the alphabet of the page's language."""
    language = get_language() or "ru"
    standing = Count("sessions", filter=Q(sessions__is_off=False), distinct=True)
    rows = Expert.objects.of(request.conference).select_related("organisation").prefetch_related("themes")
    people = sorted(
        rows.annotate(events=standing), key=lambda each: alphabet_key(by_family(text_of(each, "name", language)))
    )
    return render(request, "workshops/season_experts.html", {"experts": people})


@require_safe
@of_a_season
def expert(request: HttpRequest, slug: str) -> HttpResponse:
    """One expert: whom they are, their themes, events to come and held, their answers."""
    conference = request.conference
    rows = Expert.objects.of(conference).select_related("organisation", "conference").prefetch_related("themes")
    shown = get_object_or_404(rows, slug=slug)
    clock = clock_of(request, conference)
    meetings = [each for each in plan_of(conference) if shown in (*each.hosts, *each.experts)]
    context = {
        "expert": shown,
        "coming": [each for each in meetings if not each.is_past],
        "held": [each for each in meetings if each.is_past][::-1],
        "answers": newest_answers(shown),
        "zone": clock.told(),
    }
    with timezone.override(clock.zone):
        return render(request, "workshops/season_expert.html", context)


def newest_answers(expert: Expert) -> list[Answer]:
    """The questions the expert answered last, with their events; one query."""
    given = expert.answers.filter(question__state=Question.State.ANSWERED, question__session__isnull=False)
    return list(given.select_related("question__session").order_by("-given_at", "-pk")[:ANSWERS])
