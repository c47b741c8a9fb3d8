from __future__ import annotations

import re
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from conference.models import Conference

from .submissions import Stage, Submission
from .tracks import Track


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(submission__conference=conference)

    def staged(self) -> Self:
        return self.filter(released_at=None)

    def released(self) -> Self:
        return self.exclude(released_at=None)

    def in_tracks(self, tracks: QuerySet[Track]) -> Self:
        """Decisions about papers of *tracks*; see ``permissions.tracks_decided_by``."""
        return self.filter(submission__track__in=tracks)


class Decision(models.Model):
    """What the chair means to decide about a paper; it holds, and is told, when it is released.

    ``letter_subject`` and ``letter_body`` are the letter as edited for this person, in the author's language; empty
    for the usual wording of the outcome. ``letter_is_stale`` says that the decision was changed after the letter was
    edited: it is not released before somebody has looked at it again. ``comments`` are those of the reviewers to the
    authors as they stood at the release: ``{"text", "reviewer"}`` each, the reviewer only where the review is open.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accept")
        REVISION = "revision", _("ask for a revision")
        DECLINED = "declined", _("decline")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="decisions", verbose_name=_("submission"))
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.ABSTRACT)
    round = models.PositiveSmallIntegerField(_("round of review"), default=1)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    presentation = models.CharField(_("presentation"), max_length=8, choices=Submission.Presentation, blank=True)
    publication = models.CharField(_("publication"), max_length=8, choices=Submission.Publication, blank=True)
    note = models.TextField(_("note to the author"), blank=True)
    due = models.DateField(_("revision expected by"), null=True, blank=True)
    remarks = models.TextField(
        _("remarks to be answered"), blank=True, help_text=_("One remark per paragraph: the author answers each.")
    )
    reason = models.CharField(
        _("why the former decision is changed"), max_length=500, blank=True, help_text=_("The author does not see it.")
    )
    shows_comments = models.BooleanField(_("reviewers’ comments go to the author"), default=True)
    comments: models.JSONField[list[dict[str, Any]]] = models.JSONField(
        _("reviewers’ comments as released"), default=list, blank=True, editable=False
    )
    letter_subject = models.CharField(_("subject of the letter"), max_length=250, blank=True)
    letter_body = models.TextField(_("letter"), blank=True)
    letter_is_stale = models.BooleanField(_("decision changed after the letter"), default=False, editable=False)
    staged_at = models.DateTimeField(_("staged on"), auto_now_add=True)
    staged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("staged by")
    )
    released_at = models.DateTimeField(_("released on"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("released by"),
    )
    reminded_at = models.DateTimeField(_("reminded to confirm on"), null=True, blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-staged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(released_at=None), name="one_staged_decision_per_submission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_outcome_display()}"

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @property
    def is_letter_edited(self) -> bool:
        return bool(self.letter_body)

    def remark_list(self) -> list[str]:
        """The remarks one by one: paragraphs, numbers that somebody typed before them left out."""
        blocks = re.split(r"\n\s*\n", self.remarks.replace("\r\n", "\n"))
        bare = (re.sub(r"^\s*\d{1,2}[.)]\s+", "", block).strip() for block in blocks)
        return [block for block in bare if block]
