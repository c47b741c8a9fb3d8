"""The desk: papers of one's tracks with what the reviews say, what is staged and what waits, at either stage.

Everything that a row says is read for all rows at once, so that any list costs the same number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from conference.models import Conference, Person
from conference.text import search_key
from workshops.models import Author, Decision, FullText, Review, Stage, Submission, Track
from workshops.permissions import own_papers, tracks_decided_by
from workshops.services.review_scores import ReviewSummary, summaries

State = Submission.State
LARGE_SPREAD = 1.5
"""Reviewers disagree: their totals lie at least so far apart, on the scale from 1 to 5."""
HEAVY = (
    *(f"{name}{ending}" for name in ("abstract", "keywords") for ending in ("", "_ru", "_en")),
    "body",
    "decision_note",
)
NONE = "none"
LONGEST_SEARCH = 100


@dataclass
class DeskRow:
    """One paper on the desk. Reviews and staged decisions are empty for those who do not decide about it."""

    paper: Submission
    stage: str
    may_decide: bool
    summary: ReviewSummary | None = None
    staged: Decision | None = None
    denied: int = 0
    """Authors who say that they are not."""

    @property
    def text(self) -> FullText | None:
        return self.paper.full_text if self.stage == Stage.TEXT else None

    @property
    def state(self) -> str:
        return self.text.state if self.text else self.paper.state

    @property
    def state_label(self) -> str:
        return self.text.get_state_display() if self.text else self.paper.get_state_display()

    @property
    def is_waiting(self) -> bool:
        """A decision is awaited."""
        return self.state == State.SUBMITTED

    @property
    def round(self) -> int:
        return self.text.round if self.text else self.paper.round

    @property
    def since(self) -> datetime | None:
        """Since when the paper has been as it is."""
        subject = self.text or self.paper
        confirmed = self.paper.confirmed_at if self.stage == Stage.ABSTRACT else None
        return (None if self.is_waiting else confirmed or subject.decided_at) or subject.submitted_at

    @property
    def is_open(self) -> bool:
        """It may be decided about, and by this visitor."""
        return self.is_waiting and self.may_decide

    @property
    def awaits_confirmation(self) -> bool:
        is_accepted = self.stage == Stage.ABSTRACT and self.state == State.ACCEPTED
        return is_accepted and not self.paper.conference.is_archived

    @property
    def is_gone(self) -> bool:
        return self.paper.state in (State.WITHDRAWN, State.DECLINED)

    @property
    def words(self) -> list[tuple[str, int]]:
        """Recommendations as words with their numbers."""
        given = self.summary.recommendations if self.summary else {}
        return [(str(Review.Recommendation(value).label), count) for value, count in given.items()]

    @property
    def is_disputed(self) -> bool:
        spread = self.summary.spread if self.summary else None
        return spread is not None and spread >= LARGE_SPREAD


NEEDS: dict[str, Callable[[DeskRow], bool]] = {
    "reviewers": lambda row: row.is_open and not row.staged and bool(row.summary and row.summary.unassigned),
    "late": lambda row: row.is_open and not row.staged and bool(row.summary and row.summary.late),
    "ready": lambda row: row.is_open and not row.staged and bool(row.summary and row.summary.is_complete),
    "staged": lambda row: row.staged is not None,
    "revised": lambda row: row.is_open and not row.staged and row.round > 1,
    "confirm": lambda row: row.may_decide and row.awaits_confirmation,
    "authors": lambda row: row.may_decide and row.stage == Stage.ABSTRACT and row.denied > 0 and not row.is_gone,
}
"""What a chair can be needed for, by the word in the address."""

SORTS: dict[str, Callable[[DeskRow], Any]] = {
    "number": lambda row: row.paper.number,
    "title": lambda row: row.paper.title.casefold().replace("ё", "е"),
    "track": lambda row: row.paper.track.number if row.paper.track else None,
    "type": lambda row: row.paper.type,
    "language": lambda row: row.paper.language,
    "score": lambda row: row.summary.mean if row.summary else None,
    "spread": lambda row: row.summary.spread if row.summary else None,
    "missing": lambda row: row.summary.missing if row.summary else None,
    "staged": lambda row: row.staged.outcome if row.staged else None,
    "age": lambda row: row.since,
}


@dataclass(frozen=True)
class Question:
    """What the address asks of the list. Values that nobody offers are left out of account."""

    stage: str = Stage.ABSTRACT
    track: str = ""
    state: str = ""
    staged: str = ""
    type: str = ""
    language: str = ""
    reviews: str = ""
    spread: str = ""
    needs: str = ""
    q: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Question:
        offered: dict[str, Iterable[str]] = {
            "stage": Stage.values,
            "track": ("1", "2", "3", "4"),
            "state": {*State.values, *FullText.State.values} - {State.DRAFT},
            "staged": (*Decision.Outcome.values, NONE),
            "type": Submission.Type.values,
            "language": ("ru", "en"),
            "reviews": ("complete", "missing"),
            "spread": ("large",),
            "needs": NEEDS,
            "sort": [*SORTS, *(f"-{name}" for name in SORTS)],
        }
        asked = {name: value for name, values in offered.items() if (value := query.get(name, "")) in values}
        return cls(**asked, q=query.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH])

    @property
    def kept(self) -> str:
        """The question as it stands in an address, without the page."""
        query = QueryDict(mutable=True)
        for name, value in vars(self).items():
            if value and (name, value) != ("stage", Stage.ABSTRACT):
                query[name] = value
        return query.urlencode()

    @property
    def is_narrowed(self) -> bool:
        return any(value for name, value in vars(self).items() if name not in ("stage", "sort"))

    def answers(self, row: DeskRow) -> bool:
        """Whether *row* is asked for; state and track included."""
        paper, summary = row.paper, row.summary
        return (
            (not self.track or (paper.track is not None and str(paper.track.number) == self.track))
            and (not self.state or row.state == self.state)
            and (not self.type or paper.type == self.type)
            and (not self.language or paper.language == self.language)
            and (not self.staged or (row.staged.outcome if row.staged else NONE) == self.staged)
            and (not self.reviews or (summary is not None and summary.is_complete == (self.reviews == "complete")))
            and (not self.spread or row.is_disputed)
            and (not self.needs or NEEDS[self.needs](row))
            and (not self.q or self._is_named(paper))
        )

    def _is_named(self, paper: Submission) -> bool:
        """The number, or all words in the titles and the authors’ family names; «Жук» is found by “Zhuk”."""
        if self.q.isdecimal():
            return str(paper.number) == self.q
        titles = [paper.text("title", code) for code in ("ru", "en")]
        names = [getattr(author, f"family_{code}") or "" for author in paper.authors.all() for code in ("ru", "en")]
        text = " ".join((*titles, *names))
        hay = f"{text.casefold()} {search_key(text)}"
        return all(word.casefold() in hay or search_key(word) in hay for word in self.q.split())


@dataclass
class Desk:
    """All rows of one visitor at one stage, and which of them are asked for."""

    rows: list[DeskRow]
    question: Question
    tracks: list[Track] = field(default_factory=list)

    @property
    def found(self) -> list[DeskRow]:
        chosen = [row for row in self.rows if self.question.answers(row)]
        return in_order(chosen, self.question.sort)


def in_order(rows: Sequence[DeskRow], sort: str) -> list[DeskRow]:
    """By *sort*, what has no value last; else the longest waiting first."""
    value = SORTS[(sort or "age").lstrip("-")]
    known = [row for row in rows if value(row) is not None]
    unknown = [row for row in rows if value(row) is None]
    known.sort(key=lambda row: (value(row), row.paper.pk), reverse=sort.startswith("-"))
    return known + unknown


def desk_of(person: Person, conference: Conference, question: Question) -> Desk:
    """The visitor's desk at the question's stage: papers of the tracks overseen, drafts never. About ten queries."""
    papers = Submission.objects.seen_by(person, conference)
    if question.stage == Stage.TEXT:
        articles = papers.admitted().filter(publication=Submission.Publication.ARTICLE)
        papers = articles.exclude(full_text=None).exclude(full_text__state=FullText.State.DRAFT)
    rows = papers.select_related("track", "conference", "full_text").defer(*HEAVY, "full_text__draft")
    if question.q:
        rows = rows.prefetch_related("authors")
    tracks = list(Track.objects.overseen_by(person, conference))
    return Desk(rows_of(list(rows), question.stage, person, conference), question, tracks)


def rows_of(papers: list[Submission], stage: str, person: Person, conference: Conference) -> list[DeskRow]:
    """*papers* of *conference* as rows of the desk of *person*: reviews and staged decisions where they decide."""
    deciding = set(tracks_decided_by(person, conference).values_list("pk", flat=True))
    own = own_papers(person, conference)
    mine = [paper for paper in papers if paper.track_id in deciding and paper.pk not in own]
    said = summaries(mine, stage) if mine else {}
    staged = {
        decision.submission_id: decision
        for decision in Decision.objects.of(conference).staged().filter(stage=stage).defer("letter_body", "comments")
    }
    denied = _denied(conference)
    return [
        DeskRow(
            paper, stage, paper.pk in said, said.get(paper.pk),
            staged.get(paper.pk) if paper.pk in said else None, denied[paper.pk],
        )
        for paper in papers
    ]  # fmt: skip


def _denied(conference: Conference) -> defaultdict[int, int]:
    found: defaultdict[int, int] = defaultdict(int)
    rows = Author.objects.filter(submission__conference=conference).exclude(denied_at=None)
    for paper in rows.values_list("submission_id", flat=True):
        found[paper] += 1
    return found


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that a chair is needed for: how many papers, since when the oldest, and where they are."""

    need: str
    stage: str
    count: int
    since: datetime | None

    @property
    def query(self) -> str:
        return Question(stage=self.stage, needs=self.need, sort="age").kept


def waiting_in(desks: Iterable[Desk]) -> list[Waiting]:
    """What the rows of *desks* need their visitor for, the longest waiting first. No query."""
    found = []
    for desk in desks:
        for need, asks in NEEDS.items():
            if chosen := [row for row in desk.rows if asks(row)]:
                sinces = [_since(row, need) for row in chosen]
                oldest = min(filter(None, sinces), default=None)
                found.append(Waiting(need, desk.question.stage, len(chosen), oldest))
    return sorted(found, key=lambda each: each.since or timezone.now())


def _since(row: DeskRow, need: str) -> datetime | None:
    return row.staged.staged_at if need == "staged" and row.staged else row.since
