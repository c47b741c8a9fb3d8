"""What happens to an article on the editors' desk: the log its state follows from, proofs and the remarks to them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference
from conference.models.documents import new_code

from .articles import Article, ArticleAuthor, Manuscript


class StepQuerySet(models.QuerySet):
    def of(self, conference: Conference) -> Self:
        return self.filter(article__volume__conference=conference)

    def telling(self) -> Self:
        """Steps that change the state of an article."""
        return self.filter(kind__in=[kind for kind, state in STATE_AFTER.items() if state])


class ArticleStep(models.Model):
    """One thing that happened to an article. The log only grows; the state of the article is read off it."""

    class Kind(models.TextChoices):
        COLLECTED = "collected", _("taken into the volume")
        TEXT_READ = "text_read", _("text taken over")
        TEXT_REFUSED = "text_refused", _("text could not be read")
        ASSIGNED = "assigned", _("editor assigned")
        BEGUN = "begun", _("editing begun")
        EDITED = "edited", _("text edited")
        DESCRIBED = "described", _("description edited")
        RETURNED = "returned", _("a new text asked of the authors")
        PROOF_SENT = "proof_sent", _("proof sent to the authors")
        REMARKS = "remarks", _("remarks of the authors")
        APPROVED = "approved", _("proof approved by the authors")
        READY = "ready", _("declared ready")
        REOPENED = "reopened", _("opened again")
        PUBLISHED = "published", pgettext_lazy("article", "published")
        ERRATUM = "erratum", _("erratum")
        RETRACTED = "retracted", pgettext_lazy("article", "retracted")

    class State(models.TextChoices):
        """Where an article stands, read off the newest telling step."""

        WAITING = "waiting", _("waits for its text")
        NEW = "new", _("to be edited")
        EDITING = "editing", _("being edited")
        WITH_AUTHOR = "with_author", _("with the authors")
        REMARKS = "remarks", _("remarks to be answered")
        ANSWERED = "answered", _("answered: send a new proof")
        APPROVED = "approved", _("approved by the authors")
        READY = "ready", pgettext_lazy("article", "ready")
        PUBLISHED = "published", pgettext_lazy("article", "published")
        RETRACTED = "retracted", pgettext_lazy("article", "retracted")

    article = models.ForeignKey(Article, models.CASCADE, related_name="steps", verbose_name=_("article"))
    kind = models.CharField(_("what happened"), max_length=12, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    manuscript = models.ForeignKey(
        Manuscript, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("text")
    )
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an article")
        verbose_name_plural = _("steps of articles")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["article", "-at"], name="steps_of_an_article")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.kind}"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError("a step of an article is never changed; write the next one")
        super().save(*args, **kwargs)  # type: ignore[arg-type]


STATE_AFTER: dict[str, str | None] = {
    ArticleStep.Kind.COLLECTED: ArticleStep.State.WAITING,
    ArticleStep.Kind.TEXT_READ: ArticleStep.State.NEW,
    ArticleStep.Kind.TEXT_REFUSED: ArticleStep.State.WAITING,
    ArticleStep.Kind.ASSIGNED: None,
    ArticleStep.Kind.BEGUN: ArticleStep.State.EDITING,
    ArticleStep.Kind.EDITED: ArticleStep.State.EDITING,
    ArticleStep.Kind.DESCRIBED: None,
    ArticleStep.Kind.RETURNED: ArticleStep.State.WAITING,
    ArticleStep.Kind.PROOF_SENT: ArticleStep.State.WITH_AUTHOR,
    ArticleStep.Kind.REMARKS: ArticleStep.State.REMARKS,
    ArticleStep.Kind.APPROVED: ArticleStep.State.APPROVED,
    ArticleStep.Kind.READY: ArticleStep.State.READY,
    ArticleStep.Kind.REOPENED: ArticleStep.State.EDITING,
    ArticleStep.Kind.PUBLISHED: ArticleStep.State.PUBLISHED,
    ArticleStep.Kind.ERRATUM: None,
    ArticleStep.Kind.RETRACTED: ArticleStep.State.RETRACTED,
}
"""The state of an article after each kind of step; None leaves it as it was."""


def newest_step() -> Subquery:
    """The kind of the newest telling step of the article of an outer query, for ``annotate(step=newest_step())``.

    A retraction is never followed by anything else.
    """
    is_final = Case(When(kind=ArticleStep.Kind.RETRACTED, then=0), default=1)
    rows = ArticleStep.objects.filter(article=OuterRef("pk")).telling().order_by(is_final, "-at", "-pk")
    return Subquery(rows.values("kind")[:1])


class ProofQuerySet(models.QuerySet):
    def of(self, conference: Conference) -> Self:
        return self.filter(article__volume__conference=conference)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class Proof(models.Model):
    """One text shown to the authors for their approval, by a link that only they have."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", pgettext_lazy("proof", "approved")
        REMARKS = "remarks", _("remarks")
        TAKEN_BACK = "taken_back", _("taken back by the editors")

    article = models.ForeignKey(Article, models.CASCADE, related_name="proofs", verbose_name=_("article"))
    manuscript = models.ForeignKey(Manuscript, models.PROTECT, related_name="+", verbose_name=_("text"))
    number = models.PositiveSmallIntegerField(_("number"))
    key = models.CharField(_("key of the link"), max_length=26, unique=True, default=new_code, editable=False)
    sent_to = models.ForeignKey(ArticleAuthor, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent to"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    due_on = models.DateField(_("answer until"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    signed_as = models.CharField(_("signed as"), max_length=200, blank=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="one_proof_per_number"),
            models.UniqueConstraint(fields=["article"], condition=Q(closed_at=None), name="one_open_proof"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_late(self, now: datetime | None = None) -> bool:
        return self.is_open and self.due_on < (now or timezone.now()).date()


class Remark(models.Model):
    """What an author wants changed in a proof, at one place of it, and what the editor answered."""

    class Answer(models.TextChoices):
        DONE = "done", _("done")
        DECLINED = "declined", _("left as it is")

    proof = models.ForeignKey(Proof, models.CASCADE, related_name="remarks", verbose_name=_("proof"))
    place = models.CharField(
        _("place"), max_length=40, blank=True, help_text=_("The block of the text or the field it is about.")
    )
    quote = models.TextField(_("quoted passage"), blank=True)
    text = models.TextField(_("remark"))
    created = models.DateTimeField(_("made"), auto_now_add=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, blank=True)
    answer_text = models.TextField(_("words of the answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("remark to a proof")
        verbose_name_plural = _("remarks to proofs")
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return f"{self.proof_id}: {self.place}"
