"""What the reviews of a paper say together: the one place where scores become figures.

A review's total is the weighted mean of its scores, each put on the scale from 1 to ``SCALE`` first, so that criteria
with more or fewer words weigh as their weight says. Only reviews that were sent count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from workshops.models import Criterion, FullText, Review, ReviewPhase, Score, Stage, Submission

SCALE = 5


@dataclass(frozen=True)
class ReviewSummary:
    """The reviews of one paper at one stage and round, in figures."""

    count: int = 0
    """Reviews that were sent."""
    wanted: int = 0
    """How many the rules of the track want."""
    mean: float | None = None
    """The mean of the reviews' totals, from 1 to SCALE, two digits; None without a scored review."""
    spread: float | None = None
    """The highest total minus the lowest; None with fewer than two."""
    missing: int = 0
    """Wanted and not sent yet."""
    late: int = 0
    """Promised or invited, and past the day."""
    recommendations: dict[str, int] = field(default_factory=dict)
    """Recommendation -> how many, in the order of Review.Recommendation; those nobody gave are left out."""
    asked: int = 0
    """Invited and not answered yet."""
    promised: int = 0
    """Accepted by the reviewer and not sent yet."""
    criteria: dict[int, float] = field(default_factory=dict)
    """Criterion's pk -> mean of its scores as given, from 1, two digits."""

    @property
    def unassigned(self) -> int:
        """How many reviewers the chair still has to find."""
        return max(0, self.wanted - self.count - self.asked - self.promised)

    @property
    def is_complete(self) -> bool:
        return self.missing == 0


def summary(
    submission: Submission, stage: str = Stage.ABSTRACT, round: int | None = None, *, at: datetime | None = None
) -> ReviewSummary:
    """The reviews of one paper; *round* is its present one unless it is given."""
    rounds = {submission.pk: round} if round is not None else None
    return _summaries([submission], stage, rounds, at)[submission.pk]


def summaries(
    submissions: Iterable[Submission], stage: str = Stage.ABSTRACT, *, at: datetime | None = None
) -> dict[int, ReviewSummary]:
    """The same for many papers, each at its present round: submission's pk -> summary. At most five queries."""
    return _summaries(list(submissions), stage, None, at)


def total(scores: Iterable[Score], criteria: dict[int, Criterion]) -> float | None:
    """The weighted mean of one review's *scores* on the scale from 1 to SCALE; None without any."""
    weighed = [
        (float(criterion.weight), _on_scale(score.value, criterion))
        for score in scores
        if (criterion := criteria.get(score.criterion_id)) is not None
    ]
    weight = sum(weight for weight, _value in weighed)
    return sum(weight * value for weight, value in weighed) / weight if weight else None


def present_rounds(submissions: Sequence[Submission], stage: str) -> dict[int, int]:
    """Submission's pk -> the round of review in which it is at *stage*. No query for abstracts, one for texts."""
    if stage == Stage.ABSTRACT:
        return {submission.pk: submission.round for submission in submissions}
    texts = FullText.objects.filter(submission__in=[submission.pk for submission in submissions])
    found = dict(texts.values_list("submission_id", "round"))
    return {submission.pk: found.get(submission.pk, 1) for submission in submissions}


def _on_scale(value: int, criterion: Criterion) -> float:
    steps = len(criterion.steps())
    return 1 + (value - 1) * (SCALE - 1) / (steps - 1) if steps > 1 else float(SCALE)


def _summaries(
    submissions: Sequence[Submission], stage: str, rounds: dict[int, int] | None, at: datetime | None
) -> dict[int, ReviewSummary]:
    now = at or timezone.now()
    rounds = rounds or present_rounds(submissions, stage)
    conferences = {submission.conference_id for submission in submissions}
    criteria = {
        criterion.pk: criterion for criterion in Criterion.objects.filter(conference__in=conferences, stage=stage)
    }
    phases = {
        (phase.conference_id, phase.track_id): phase
        for phase in ReviewPhase.objects.filter(conference__in=conferences, stage=stage)
    }
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in Review.objects.standing().filter(submission__in=rounds, stage=stage).prefetch_related("scores"):
        if review.round == rounds[review.submission_id]:
            reviews[review.submission_id].append(review)
    found = {}
    for submission in submissions:
        of_track = phases.get((submission.conference_id, submission.track_id))
        phase = of_track or phases.get((submission.conference_id, None)) or ReviewPhase(stage=stage)
        found[submission.pk] = _count(reviews[submission.pk], phase.reviews_wanted, criteria, now)
    return found


def _count(reviews: list[Review], wanted: int, criteria: dict[int, Criterion], now: datetime) -> ReviewSummary:
    sent = [review for review in reviews if review.state == Review.State.SUBMITTED]
    totals = [value for review in sent if (value := total(review.scores.all(), criteria)) is not None]
    given = Counter(review.recommendation for review in sent)
    values: dict[int, list[int]] = defaultdict(list)
    for review in sent:
        for score in review.scores.all():
            values[score.criterion_id].append(score.value)
    return ReviewSummary(
        count=len(sent),
        wanted=wanted,
        mean=round(sum(totals) / len(totals), 2) if totals else None,
        spread=round(max(totals) - min(totals), 2) if len(totals) > 1 else None,
        missing=max(0, wanted - len(sent)),
        late=sum(review.is_late(now) for review in reviews),
        recommendations={value: given[value] for value in Review.Recommendation.values if given[value]},
        asked=sum(review.state == Review.State.INVITED for review in reviews),
        promised=sum(review.state == Review.State.ACCEPTED for review in reviews),
        criteria={pk: round(sum(several) / len(several), 2) for pk, several in values.items() if pk in criteria},
    )
