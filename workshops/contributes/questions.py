"""What questions add to pages, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, Count, F, Min, Q, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.extensions import Block, ReportPart
from conference.models import Conference, Person
from conference.permissions import may
from conference.services.history import scrub_history
from workshops.models import Answer, Listener, Question, Session, Theme, Vote
from workshops.services import questions as services
from workshops.services.questions import listing

ON_THE_EVENT_PAGE, FIRST = 20, 3
ON_THE_LISTENERS_PAGE = 30
REACH = 30


def session_page(request: HttpRequest, session: Session) -> list[Block]:
    """The questions most listeners want answered, and the way to ask; nothing where nothing is asked."""
    if not request.conference.is_season or session.kind is None or not session.kind.takes_questions:
        return []
    rows = listing.of_event(session)
    ordered = [row for group in listing.grouped(rows, "votes") for row in group.rows]
    now = listing.in_the_air(rows)
    context = {
        "session": session,
        "standing": services.may_ask(request.conference, session),
        "rows": ([now] if now else [])[:1] + ordered[:FIRST],
        "count": len(rows),
    }
    return [Block(ON_THE_EVENT_PAGE, "workshops/questions/block_event.html", context)]


def listener_page(request: HttpRequest, listener: Listener) -> list[Block]:
    """What the listener has asked in the season, with what became of it."""
    own = listing.own_questions(listener)
    return [Block(ON_THE_LISTENERS_PAGE, "workshops/questions/block_mine.html", {"own": own})] if own else []


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """For moderators: questions nobody has read; for experts: questions of theirs without an answer."""
    if not conference.is_season or conference.is_archived:
        return []
    tasks = []
    if may(request.user, "workshops.moderate", conference):
        waiting = _counted(Question.objects.of(conference).pending())
        if waiting["count"]:
            text = ngettext("%(count)d question waits for a moderator", "%(count)d questions wait for a moderator",
                            waiting["count"])  # fmt: skip
            tasks.append(_task(text, waiting, conference.url("workshops:questions_desk"), _("Read them")))
    if conference.experts.filter(person=request.user.pk).exists():
        own = Question.objects.of(conference).filter(state=Question.State.APPROVED).for_expert(request.user)
        waiting = _counted(own)
        if waiting["count"]:
            text = ngettext("%(count)d question of your themes waits for an answer",
                            "%(count)d questions of your themes wait for an answer", waiting["count"])  # fmt: skip
            tasks.append(_task(text, waiting, conference.url("workshops:questions_to_answer"), _("Answer them")))
    return tasks


def _counted(rows: Any) -> dict[str, Any]:
    found: dict[str, Any] = rows.order_by().aggregate(count=Count("pk"), since=Min("asked_at"))
    return found


def _task(text: str, waiting: dict[str, Any], url: str, action: str) -> dict[str, Any]:
    told = text % {"count": waiting["count"]}
    return {"text": told, "note": "", "url": url, "action": action, "since": waiting["since"]}


def schedules() -> list[Callable[[], Any]]:
    return [services.tell_askers]


# -- personal data ----------------------------------------------------------------------------------------------


def personal_data(person: Person) -> dict[str, Any]:
    asked = Question.objects.filter(asker__person=person).select_related("conference", "session")
    answers = Answer.objects.filter(expert__person=person).select_related("question")
    votes = Vote.objects.filter(voter=f"p{person.pk}").select_related("question")
    return {
        "questions_asked": [
            {"conference": each.conference.title, "event": each.session.title if each.session else "",
             "question": each.in_words_of_asker, "state": each.get_state_display(), "reason": each.reason,
             "asked_at": each.asked_at, "without_a_name": each.is_anonymous}
            for each in asked
        ],
        "votes_for_questions": [{"question": each.question.text, "at": each.at} for each in votes],
        "answers_to_questions": [{"question": each.question.text, "answer": each.text} for each in answers],
    }  # fmt: skip


def erase(person: Person, *, by: Person | None) -> list[str]:
    """What was answered stays as a question of nobody; the others go. Votes go on counting, as nobody's."""
    mine = Question.objects.filter(Q(asker__person=person) | Q(asker__claims=person))
    erased = []
    if mine.exists():
        erased.append("questions")
        scrub_history(mine)
        kept = Q(state=Question.State.ANSWERED) | Q(state=Question.State.MERGED) | Q(duplicates__isnull=False)
        keys = list(mine.filter(kept).values_list("pk", flat=True))
        mine.exclude(pk__in=keys).delete()
        Question.objects.filter(pk__in=keys).update(asker=None, is_anonymous=True, as_asked="")
    nobody = Concat(Value("x"), Cast(F("pk"), CharField()))
    if Vote.objects.filter(voter=f"p{person.pk}").update(voter=nobody):
        erased.append("votes")
    return erased


# -- statistics of the season -----------------------------------------------------------------------------------


def reach(conference: Conference) -> list[ReportPart]:
    """What was asked and what became of it, in numbers, and by theme; nothing of a season without questions."""
    asked = Question.objects.of(conference)
    total = asked.count()
    if not total:
        return []
    answered = asked.filter(state=Question.State.ANSWERED)
    answers = Answer.objects.filter(question__conference=conference)
    votes = Vote.objects.filter(question__conference=conference).count()
    counted = [
        (pgettext("statistics", "Questions asked"), total),
        (pgettext("statistics", "Questions answered"), answered.count()),
        (pgettext("statistics", "Answers in the air"), answers.filter(kind=Answer.Kind.AIR).count()),
        (pgettext("statistics", "Answers in writing"), answers.filter(kind=Answer.Kind.WRITING).count()),
        (pgettext("statistics", "Votes for questions"), votes),
    ]
    figures = tuple((name, number_format(value, force_grouping=True)) for name, value in counted)
    return [ReportPart(REACH, pgettext("statistics", "Questions"), figures=figures, tables=_by_theme(asked))]


def _by_theme(asked: Any) -> tuple[Any, ...]:
    counts = (
        asked.order_by()
        .values("theme")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(state=Question.State.ANSWERED)))
    )
    by_theme = {row["theme"]: row for row in counts}
    themes = Theme.objects.filter(pk__in=[key for key in by_theme if key])
    rows = [(theme.title, by_theme[theme.pk]) for theme in themes]
    if None in by_theme:
        rows.append((pgettext("questions", "Without a theme"), by_theme[None]))
    header = (
        pgettext("of questions and materials", "Theme"),
        pgettext("statistics", "Asked"),
        pgettext("statistics", "Answered"),
    )
    told = tuple((title, str(row["asked"]), str(row["answered"])) for title, row in rows)
    return ((pgettext("statistics", "Questions by theme"), header, told),)
