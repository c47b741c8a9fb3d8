"""The moderators' desk: which questions stand in the queue, and what is known about the one in hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from conference.models import Conference
from workshops.models import Question, Session, Vote

from .finding import alike, found
from .listing import Row, rows_of

State = Question.State
MOST = 300


def of_desk(conference: Conference, *, session: Session | None, state: str, words: str = "") -> list[Row]:
    """Questions in *state*: what waits with the oldest first, all others with the newest; three queries."""
    rows = Question.objects.of(conference).filter(state=state).select_related("theme", "session", "asker")
    if session is not None:
        rows = rows.filter(session=session)
    order = ["asked_at", "pk"] if state == State.PENDING else ["-in_the_air_since", "-asked_at", "-pk"]
    chosen: Iterable[Question] = rows.order_by(*order)
    if words:
        chosen = found(chosen, words)
    return rows_of(list(chosen)[:MOST])


def counts(conference: Conference, session: Session | None) -> dict[str, int]:
    """How many questions are in each state; one query."""
    rows = Question.objects.of(conference)
    rows = rows.filter(session=session) if session is not None else rows
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def events_asked(conference: Conference) -> list[Session]:
    """Events with questions, those where some wait first; ``waiting`` says how many."""
    waiting = Count("questions", filter=Q(questions__state=State.PENDING))
    rows = Session.objects.of(conference).filter(questions__isnull=False).annotate(waiting=waiting)
    return list(rows.order_by("-waiting", "-starts"))


def beside(rows: list[Row], key: int) -> tuple[int, int]:
    """Keys of the questions before and after *key* in *rows*; 0 where there is none."""
    keys = [row.question.pk for row in rows]
    if key not in keys:
        return 0, keys[0] if keys else 0
    place = keys.index(key)
    return (keys[place - 1] if place else 0), (keys[place + 1] if place + 1 < len(keys) else 0)


@dataclass(frozen=True)
class InHand:
    """The question that a moderator looks at: its votes apart, what it may be merged with."""

    row: Row
    unknown: int
    alike: list[Row]
    searched: list[Row]
    duplicates: list[Question]

    @property
    def question(self) -> Question:
        return self.row.question

    @property
    def may_be_merged(self) -> bool:
        return self.question.may_move(State.MERGED)


def in_hand(question: Question, *, words: str = "") -> InHand:
    """*question* with all that helps to decide; what it may be merged with comes from the same event."""
    targets = Question.objects.of(question.conference).filter(session=question.session_id).exclude(pk=question.pk)
    open_ones = list(targets.filter(state__in=(State.PENDING, State.APPROVED, State.ANSWERED)).select_related("asker"))
    near = alike(question, open_ones) if question.may_move(State.MERGED) else []
    sought = found(open_ones, words)[:8] if words else []
    rows = {row.question.pk: row for row in rows_of([question, *dict.fromkeys([*near, *sought])])}
    votes = Vote.objects.filter(Q(question=question) | Q(question__merged_into=question))
    return InHand(
        row=rows[question.pk],
        unknown=votes.filter(voter__startswith="l").values("voter").distinct().count(),
        alike=[rows[each.pk] for each in near],
        searched=[rows[each.pk] for each in sought],
        duplicates=list(question.duplicates.order_by("asked_at")),
    )
