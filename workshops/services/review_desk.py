"""The chair's view of the reviews of one track: who reads what, what is missing, what is late. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from conference.models import Conference, Person
from workshops.models import Criterion, FullText, Review, ReviewerProfile, ReviewPhase, Stage, Submission, Track

from .review_matching import Candidate, Clash, Matching
from .review_scores import ReviewSummary, present_rounds, summaries, total


def under_review(conference: Conference, stage: str) -> QuerySet[Submission]:
    """Papers that wait for a judgement at *stage*, the longest waiting first."""
    papers = Submission.objects.of(conference)
    if stage == Stage.TEXT:
        papers = papers.admitted().filter(full_text__state=FullText.State.SUBMITTED)
    else:
        papers = papers.awaiting_decision()
    return papers.order_by("submitted_at", "pk")


@dataclass(frozen=True)
class Cell:
    """What stands between one paper and one reviewer: a review, or what forbids it."""

    review: Review | None = None
    clash: Clash | None = None
    is_late: bool = False
    total: float | None = None


@dataclass(frozen=True)
class Line:
    """One paper of the table."""

    paper: Submission
    summary: ReviewSummary
    cells: list[Cell] = field(default_factory=list)
    others: list[Review] = field(default_factory=list)
    """Reviews by people who have no column: no profile any more, or one of other tracks."""


class Desk:
    """The table of one track: papers and reviewers, in a fixed number of queries."""

    def __init__(self, track: Track, stage: str, person: Person, *, own: Iterable[int] = ()) -> None:
        self.track, self.stage, self.person = track, stage, person
        self.conference: Conference = track.conference
        rows = under_review(self.conference, stage).filter(track=track).exclude(pk__in=own)
        self.papers = list(rows.select_related("submitter__organisation", "track", "conference"))
        self.phase = ReviewPhase.objects.for_track(self.conference, track, stage)

    @cached_property
    def matching(self) -> Matching:
        return Matching(self.conference, self.papers, self.stage)

    @cached_property
    def profiles(self) -> list[ReviewerProfile]:
        """Those who review for this track, the least busy first."""
        of_track = [
            profile
            for profile in self.matching.profiles
            if not (tracks := profile.tracks.all()) or self.track in tracks
        ]
        return sorted(of_track, key=lambda each: (each.is_paused, each.person.full_name))

    @cached_property
    def columns(self) -> list[tuple[ReviewerProfile, int]]:
        return [(profile, self.matching.load[profile.person_id]) for profile in self.profiles]

    @cached_property
    def summaries(self) -> dict[int, ReviewSummary]:
        return summaries(self.papers, self.stage)

    @cached_property
    def rounds(self) -> dict[int, int]:
        return present_rounds(self.papers, self.stage)

    @cached_property
    def _criteria(self) -> dict[int, Criterion]:
        return {each.pk: each for each in Criterion.objects.of(self.conference).filter(stage=self.stage)}

    @cached_property
    def lines(self) -> list[Line]:
        now = timezone.now()
        rows = Review.objects.filter(submission__in=self.papers, stage=self.stage).exclude(state=Review.State.CANCELLED)
        reviews: dict[int, dict[int, Review]] = {paper.pk: {} for paper in self.papers}
        for review in rows.select_related("reviewer").prefetch_related("scores"):
            if review.round == self.rounds[review.submission_id]:
                reviews[review.submission_id][review.reviewer_id] = review
        found = []
        for paper in self.papers:
            mine = dict(reviews[paper.pk])
            cells = [self._cell(paper, profile, mine.pop(profile.person_id, None), now) for profile in self.profiles]
            found.append(Line(paper, self.summaries[paper.pk], cells, list(mine.values())))
        return found

    def _cell(self, paper: Submission, profile: ReviewerProfile, review: Review | None, now: datetime) -> Cell:
        if review is None:
            return Cell(clash=self.matching.clash(paper, profile.person))
        given = total(review.scores.all(), self._criteria) if review.submitted_at else None
        return Cell(review, is_late=review.is_late(now), total=given)

    @property
    def unassigned(self) -> int:
        return sum(summary.unassigned for summary in self.summaries.values())

    @property
    def awaited(self) -> int:
        """Reviews asked for or promised and not here yet."""
        return sum(summary.asked + summary.promised for summary in self.summaries.values())

    @property
    def late(self) -> int:
        return sum(summary.late for summary in self.summaries.values())

    @property
    def sent(self) -> int:
        return sum(summary.count for summary in self.summaries.values())

    def proposals(self, chosen: Iterable[int] = ()) -> list[tuple[Submission, Candidate]]:
        """Whom to ask for each paper, or each of *chosen*, that has too few reviewers."""
        only = set(chosen)
        wanted = {pk: summary.unassigned for pk, summary in self.summaries.items() if (not only or pk in only)}
        return self.matching.proposals(wanted, self.rounds)


def candidates_for(paper: Submission, stage: str) -> list[Candidate]:
    """Everybody who reviews for the track of the paper, the best first, with what speaks for and against."""
    matching = Matching(paper.conference, [paper], stage)
    return matching.candidates(paper, present_rounds([paper], stage)[paper.pk])


@dataclass(frozen=True)
class Trouble:
    """Papers of a track that somebody has to see to, and since when the oldest waits."""

    track: Track
    stage: str
    short: int
    """For so many papers reviewers are still to be found."""
    short_since: datetime | None
    late: int
    """So many papers have reviewers who are late."""
    late_since: datetime | None


def troubles(tracks: Iterable[Track], own: Iterable[int], stage: str) -> list[Trouble]:
    """Tracks of one conference that wait for their chair. A fixed number of queries."""
    wanted = list(tracks)
    if not wanted:
        return []
    papers = list(under_review(wanted[0].conference, stage).filter(track__in=wanted).exclude(pk__in=own))
    found = summaries(papers, stage)
    told = []
    for track in wanted:
        mine = [paper for paper in papers if paper.track_id == track.pk]
        short = [paper for paper in mine if found[paper.pk].unassigned]
        late = [paper for paper in mine if found[paper.pk].late]
        if short or late:
            told.append(Trouble(track, stage, len(short), _oldest(short), len(late), _oldest(late)))
    return told


def _oldest(papers: Iterable[Submission]) -> datetime | None:
    return min((paper.submitted_at for paper in papers if paper.submitted_at), default=None)


def of_reviewer(person: Person, conference: Conference | None = None) -> QuerySet[Review]:
    """Every review that was ever asked of *person*, but those called off; by the day, never by the key."""
    rows = Review.objects.of_reviewer(person).exclude(state=Review.State.CANCELLED).for_reading()
    if conference:
        rows = rows.of(conference)
    return rows.order_by("due", "key")


def to_do(reviews: Iterable[Review]) -> list[Review]:
    """What is expected of the reviewer, the nearest day first."""
    far = timezone.now() + timedelta(days=36500)
    return sorted((each for each in reviews if each.is_unfinished), key=lambda each: (each.due_next or far, each.key))


def people_of_reviews(person: Person, conference: Conference) -> bool:
    """Whether *person* has anything to do with reviews here: a profile or a review."""
    profiles = ReviewerProfile.objects.of(conference).filter(person=person)
    return profiles.exists() or Review.objects.of(conference).filter(Q(reviewer=person)).exists()
