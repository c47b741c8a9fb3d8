"""What a paper leaves behind on its way: its versions as they were sent, and the remarks of a revision."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .decisions import Decision
from .submissions import Submission


class SubmissionVersion(models.Model):
    """A paper as it stood at one moment after it was sent: texts, facts and authors, frozen.

    ``data`` holds plain values: the fields of the paper by name and ``authors``, a list in printed order.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="versions", verbose_name=_("submission"))
    number = models.PositiveSmallIntegerField(_("number"))
    round = models.PositiveSmallIntegerField(_("round of review"), default=1)
    data: models.JSONField[dict[str, Any]] = models.JSONField(_("content"), default=dict)
    saved_at = models.DateTimeField(_("saved on"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("saved by")
    )

    class Meta:
        verbose_name = _("version of a submission")
        verbose_name_plural = _("versions of submissions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.submission}: {self.number}"

    def texts(self) -> list[tuple[str, str, str, str]]:
        """Language, title, abstract and keywords, for each language."""
        names = ("title", "abstract", "keywords")
        return [(code, *(str(self.data.get(f"{name}_{code}", "")) for name in names)) for code in ("ru", "en")]  # type: ignore[misc]


class RemarkQuerySet(models.QuerySet["Remark"]):
    def open(self) -> RemarkQuerySet:
        """Those that the author has not answered yet."""
        return self.filter(answered_at=None)


class Remark(models.Model):
    """One thing that the author is asked to see to in a revision, and what the author answers.

    Written when the decision that asks for a revision is released; round and stage are those of the decision.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="remarks", verbose_name=_("submission"))
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="remarks_given", verbose_name=_("decision"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("remark"))
    answer = models.TextField(_("answer of the author"), blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark to the author")
        verbose_name_plural = _("remarks to the author")
        ordering = ["decision", "number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="one_remark_per_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"
