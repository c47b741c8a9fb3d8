from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference

from .submissions import Stage, Submission


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(submission__conference=conference)

    def staged(self) -> Self:
        return self.filter(released_at=None)


class Decision(models.Model):
    """What the chair means to decide about a paper; it holds, and is told, when it is released.

    ``letter_subject`` and ``letter_body`` are the letter as edited for this person, in the author's language; empty
    for the usual wording of the outcome.
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
    letter_subject = models.CharField(_("subject of the letter"), max_length=250, blank=True)
    letter_body = models.TextField(_("letter"), blank=True)
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
