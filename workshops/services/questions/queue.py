"""The moderators' desk: which questions stand in the queue, and what is known about the one in hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from conference.models import Conference
from workshops.models import Question, Session, Vote

from .finding import alike, found
from .listing import Row, by_votes, rows_of

State = Question.State
MOST, MOST_ELSEWHERE = 300, 3


def of_desk(conference: Conference, *, session: Session | None, state: str, words: str = "") -> list[Row]:
    """Questions in *state*; three queries. What waits stands with the oldest first, so that nobody waits longest; of
    the approved ones the most wanted first, behind the one being answered; all others with the newest first."""
    rows = Question.objects.of(conference).filter(state=state).select_related("theme", "session", "asker")
    if session is not None:
        rows = rows.filter(session=session)
    order = ["asked_at", "pk"] if state == State.PENDING else ["-asked_at", "-pk"]
    chosen: Iterable[Question] = rows.order_by(*order)
    if words:
        chosen = found(chosen, words)
    told = rows_of(list(chosen)[:MOST])
    if state == State.APPROVED:
        told.sort(key=lambda row: (not row.question.is_in_the_air, *by_votes(row)))
    return told


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
    elsewhere: list[Row]
    """Similar questions to other events: they cannot be merged with it, each event counts its own votes."""
    duplicates: list[Question]

    @property
    def question(self) -> Question:
        return self.row.question

    @property
    def may_be_merged(self) -> bool:
        return self.question.may_move(State.MERGED)


def in_hand(question: Question, *, words: str = "") -> InHand:
    """*question* with all that helps to decide; what it may be merged with comes from the same event."""
    others = Question.objects.of(question.conference).exclude(pk=question.pk).select_related("asker", "session")
    open_ones = list(others.filter(state__in=(State.PENDING, State.APPROVED, State.ANSWERED)))
    targets = [each for each in open_ones if each.session_id == question.session_id]
    strangers = [each for each in open_ones if each.session_id != question.session_id]
    near, sought, elsewhere = [], [], []
    if question.may_move(State.MERGED):
        near, elsewhere = alike(question, targets), alike(question, strangers, most=MOST_ELSEWHERE)
    if words:
        sought, elsewhere = found(targets, words)[:8], found(strangers, words)[:8]
    rows = {row.question.pk: row for row in rows_of([question, *dict.fromkeys([*near, *sought, *elsewhere])])}
    votes = Vote.objects.filter(Q(question=question) | Q(question__merged_into=question))
    return InHand(
        row=rows[question.pk],
        unknown=votes.filter(voter__startswith="l").values("voter").distinct().count(),
        alike=[rows[each.pk] for each in near],
        searched=[rows[each.pk] for each in sought],
        elsewhere=[rows[each.pk] for each in elsewhere],
        duplicates=list(question.duplicates.order_by("asked_at")),
    )
