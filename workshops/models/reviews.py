from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference, ConferenceQuerySet, Person
from conference.moves import Moves

from .submissions import Stage, Submission
from .tracks import Track

SALT = "workshops.review"
LINK_OUTLIVES = {
    "invited": timedelta(days=7),
    "accepted": timedelta(days=30),
    "submitted": timedelta(days=30),
    "declined": timedelta(days=7),
}
"""How long the link in the letters works after what was due, by the state of the review."""


class ReviewPhaseQuerySet(ConferenceQuerySet["ReviewPhase"]):
    def for_track(self, conference: Conference, track: Track | None, stage: str) -> ReviewPhase:
        """The phase of *track*, else the conference's, else an unsaved one with the defaults."""
        rows = self.of(conference).filter(Q(track=None) | Q(track=track), stage=stage)
        found = {phase.track_id: phase for phase in rows}
        own = found.get(track.pk if track else None) or found.get(None)
        return own or ReviewPhase(conference=conference, track=track, stage=stage)


class ReviewPhase(models.Model):
    """How the papers of a track (or of all tracks) are reviewed at one stage."""

    class Blindness(models.TextChoices):
        OPEN = "open", pgettext_lazy("review", "open: both sides know each other")
        BLIND = "blind", _("blind: authors do not know the reviewers")
        DOUBLE = "double", _("double-blind: neither side knows the other")

    class Visibility(models.TextChoices):
        NONE = "none", _("never")
        OWN = "own", _("after the own review is sent")
        ALL = "all", _("always")

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="review_phases", verbose_name=_("conference")
    )
    track = models.ForeignKey(
        Track, models.CASCADE, null=True, blank=True, related_name="review_phases", verbose_name=_("track")
    )
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.ABSTRACT)
    blindness = models.CharField(_("blindness"), max_length=6, choices=Blindness, default=Blindness.DOUBLE)
    visibility = models.CharField(
        _("reviewers see each other’s reviews"), max_length=4, choices=Visibility, default=Visibility.OWN
    )
    reviews_wanted = models.PositiveSmallIntegerField(_("reviews wanted per paper"), default=2)
    answer_days = models.PositiveSmallIntegerField(_("days to accept an invitation"), default=5)
    review_days = models.PositiveSmallIntegerField(_("days to write a review"), default=14)
    is_open = models.BooleanField(_("reviewing is open"), default=True)
    guidelines = models.TextField(
        _("guidelines for reviewers"), blank=True, help_text=_("Markdown: ## heading, **bold**, - list.")
    )

    objects = ReviewPhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of review")
        verbose_name_plural = _("rules of review")
        ordering = ["conference", "stage", "track__number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "track", "stage"], name="one_phase_per_track_and_stage"),
            models.UniqueConstraint(
                fields=["conference", "stage"], condition=Q(track=None), name="one_phase_of_a_conference_per_stage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track or self.conference}: {self.get_stage_display()}"

    @property
    def hides_authors(self) -> bool:
        return self.blindness == self.Blindness.DOUBLE

    @property
    def hides_reviewers(self) -> bool:
        return self.blindness != self.Blindness.OPEN


class ReviewQuerySet(models.QuerySet["Review"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(submission__conference=conference)

    def of_reviewer(self, person: Person) -> Self:
        return self.filter(reviewer=person)

    def standing(self) -> Self:
        """Invited, promised or sent: neither declined nor called off."""
        return self.exclude(state__in=[Review.State.DECLINED, Review.State.CANCELLED])

    def sent(self) -> Self:
        return self.filter(state=Review.State.SUBMITTED)

    def unfinished(self) -> Self:
        """Invited or promised: something is still expected of the reviewer."""
        return self.filter(state__in=[Review.State.INVITED, Review.State.ACCEPTED])

    def for_reading(self) -> Self:
        """With the paper, its track and conference, and the reviewer: what every page of a review shows."""
        return self.select_related("submission__track", "submission__conference", "reviewer__organisation")

    def of_link(self, token: str) -> Review | None:
        """The review that a signed link leads to, whatever its state; None when the link was altered or replaced."""
        try:
            key = uuid.UUID(signing.loads(token, salt=SALT))
        except (signing.BadSignature, TypeError, ValueError, AttributeError):
            return None
        return self.for_reading().filter(key=key).first()


class Review(Moves, models.Model):
    """One reviewer's judgement of one paper at one stage and round, from the invitation on."""

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("review", "invited")
        ACCEPTED = "accepted", _("promised")
        SUBMITTED = "submitted", pgettext_lazy("review", "sent")
        DECLINED = "declined", pgettext_lazy("review", "declined")
        CANCELLED = "cancelled", pgettext_lazy("review", "called off")

    MOVES = {
        State.INVITED: {State.ACCEPTED, State.DECLINED, State.CANCELLED},
        State.ACCEPTED: {State.SUBMITTED, State.DECLINED, State.CANCELLED},
        State.SUBMITTED: {State.ACCEPTED},
        State.DECLINED: {State.INVITED},
        State.CANCELLED: {State.INVITED},
    }

    class Recommendation(models.TextChoices):
        ACCEPT = "accept", pgettext_lazy("recommendation", "accept")
        MINOR = "minor", _("accept after small changes")
        MAJOR = "major", _("revise and look again")
        DECLINE = "decline", pgettext_lazy("recommendation", "decline")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reviews", verbose_name=_("submission"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews", verbose_name=_("reviewer")
    )
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.ABSTRACT)
    round = models.PositiveSmallIntegerField(_("round of review"), default=1)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.INVITED, editable=False)
    recommendation = models.CharField(_("recommendation"), max_length=8, choices=Recommendation, blank=True)
    comment_author = models.TextField(_("to the authors"), blank=True)
    comment_chair = models.TextField(_("to the chairs only"), blank=True)
    decline_reason = models.CharField(_("why declined"), max_length=500, blank=True)
    suggestion = models.CharField(_("whom the reviewer suggests instead"), max_length=250, blank=True)
    blindness = models.CharField(
        _("blindness that was promised"), max_length=6, choices=ReviewPhase.Blindness, blank=True, editable=False
    )
    conflict_note = models.CharField(
        _("why assigned in spite of a conflict"), max_length=500, blank=True, editable=False
    )
    returned_note = models.TextField(_("why returned to the reviewer"), blank=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited on"), auto_now_add=True)
    answer_due = models.DateTimeField(_("answer expected by"), null=True, blank=True)
    due = models.DateTimeField(_("review expected by"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("promised on"), null=True, blank=True, editable=False)
    saved_at = models.DateTimeField(_("draft saved on"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded on"), null=True, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["submission", "stage", "round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "reviewer", "stage", "round"], name="one_review_per_reviewer_stage_and_round"
            )
        ]

    def __str__(self) -> str:
        return f"No. {self.submission.number}: {self.get_state_display()}"

    def is_late(self, at: datetime | None = None) -> bool:
        """Past the day on which the answer or the review was expected."""
        now = at or timezone.now()
        if self.state == self.State.INVITED:
            return self.answer_due is not None and self.answer_due < now
        return self.state == self.State.ACCEPTED and self.due is not None and self.due < now

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.INVITED, self.State.ACCEPTED)

    @property
    def due_next(self) -> datetime | None:
        """The day that counts now: of the answer, then of the review."""
        return self.answer_due if self.state == self.State.INVITED else self.due

    def hides_authors(self, phase: ReviewPhase) -> bool:
        """Whether the reviewer may not know the authors: as promised or as the rules are now, whichever hides more."""
        return ReviewPhase.Blindness.DOUBLE in (self.blindness, phase.blindness)

    def hides_reviewer(self, phase: ReviewPhase) -> bool:
        """Whether the authors may not know the reviewer: a promise made with the invitation is never taken back."""
        told = {self.blindness or phase.blindness, phase.blindness}
        return told != {ReviewPhase.Blindness.OPEN}

    def token(self) -> str:
        """What the link in the letters carries: it opens this review and nothing else."""
        return signing.dumps(self.key.hex, salt=SALT, compress=True)

    def link_is_good(self, at: datetime | None = None) -> bool:
        """The link ends with the review: some days after what was due, or after the review was sent."""
        last = {
            self.State.INVITED: self.answer_due,
            self.State.ACCEPTED: self.due,
            self.State.SUBMITTED: self.submitted_at,
            self.State.DECLINED: self.answer_due,
        }.get(self.State(self.state))
        return last is not None and (at or timezone.now()) < last + LINK_OUTLIVES[self.state]


class Criterion(models.Model):
    """What a paper is judged by: a question, its words for each step from the lowest, and its weight."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="criteria", verbose_name=_("conference"))
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.ABSTRACT)
    title = models.CharField(_("criterion"), max_length=150)
    hint = models.CharField(_("hint"), max_length=300, blank=True)
    labels = models.TextField(
        _("words for the scores"), help_text=_("One per line, from the lowest score (1) upwards.")
    )
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=1)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["stage", "order", "pk"]

    def __str__(self) -> str:
        return self.title

    def steps(self) -> list[str]:
        """The words for the scores in the present language, from the lowest."""
        return [line.strip() for line in (self.labels or "").splitlines() if line.strip()]


class Score(models.Model):
    """The value (from 1) that a review gives for one criterion."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores", verbose_name=_("review"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion"))
    value = models.PositiveSmallIntegerField(_("score"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion")]

    def __str__(self) -> str:
        return str(self.value)
