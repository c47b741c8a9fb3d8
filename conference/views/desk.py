from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conference.extensions import ask, blocks
from conference.models import Conference
from conference.permissions import require

URGENT_AFTER_DAYS = 3


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the staff of one conference, the oldest first, and each room's numbers."""
    conference = request.conference
    require(request.user, "conference.desk", conference)
    tasks = tasks_of(request, conference)
    context = {
        "greeting": request.user.greeting_in(get_language() or "ru"),
        "until": until(conference),
        "tasks": tasks,
        "urgent": sum(task["is_urgent"] for task in tasks),
        "blocks": blocks("desk", request, conference),
    }
    return render(request, "conference/desk.html", context)


def tasks_of(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Every room's waiting tasks with their age in words, the longest waiting first."""
    waiting = [task for tasks in ask("tasks_waiting", request, conference) for task in tasks]
    now = timezone.now()
    for task in waiting:
        since = task.get("since")
        task["age"] = age(since, now) if since else ""
        task["is_urgent"] = bool(since) and (now - since).days >= URGENT_AFTER_DAYS
    return sorted(waiting, key=lambda task: task.get("since") or now)


def age(since: datetime, now: datetime) -> str:
    days = (now - since).days
    if days < 1:
        return _("since today")
    return ngettext("the oldest waits %(days)d day", "the oldest waits %(days)d days", days) % {"days": days}


def until(conference: Conference) -> str:
    """How far the conference is, or the season, in words."""
    today, is_season = conference.today(), conference.is_season
    if today > conference.ends:
        return _("The season is over.") if is_season else _("The conference is over.")
    if today >= conference.starts:
        return _("The season is going on.") if is_season else _("The conference is going on.")
    days = (conference.starts - today).days
    if is_season:
        return ngettext("%(days)d day until the season.", "%(days)d days until the season.", days) % {"days": days}
    return ngettext("%(days)d day until the conference.", "%(days)d days until the conference.", days) % {"days": days}
