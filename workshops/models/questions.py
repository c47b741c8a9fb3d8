"""Questions of listeners, the votes for them and what became of them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference, ConferenceQuerySet, Person
from conference.moves import Moves

from .listeners import Listener
from .seasons import Expert, Theme
from .sessions import Session


class QuestionQuerySet(ConferenceQuerySet["Question"]):
    def public(self) -> Self:
        """Those that everybody reads: approved, and answered."""
        return self.filter(state__in=Question.SHOWN)

    def pending(self) -> Self:
        return self.filter(state=Question.State.PENDING)

    def asked_by(self, listener: Listener) -> Self:
        return self.filter(asker=listener)

    def for_expert(self, person: Person) -> Self:
        """Those under the themes of the expert that *person* is, and those of the events in which they take part."""
        themes = Theme.objects.filter(experts__person=person).values("pk")
        events = Session.objects.filter(hostings__expert__person=person).values("pk")
        return self.filter(Q(theme__in=themes) | Q(session__in=events))

    def with_votes(self) -> Self:
        """With ``votes_given``: how many voted for each or for one that was merged with it, everybody once."""
        same = Question._base_manager.filter(Q(pk=OuterRef(OuterRef("pk"))) | Q(merged_into=OuterRef(OuterRef("pk"))))
        votes = Vote._base_manager.filter(question__in=same.values("pk")).order_by().annotate(one=models.Value(1))
        counted = votes.values("one").annotate(n=Count("voter", distinct=True)).values("n")
        return self.annotate(votes_given=Coalesce(Subquery(counted), 0))


class Question(Moves, models.Model):
    """A question to the experts of an event, or of the season when it names no event.

    It is asked in one language (``language``); a moderator may add it in the other, or correct the typing: then
    ``as_asked`` keeps the words of who asked it. ``repeats`` is the question with which a moderator merged it,
    ``merged_into`` the last one when that was merged with another in its turn: so merging can be taken back.
    """

    class State(models.TextChoices):
        PENDING = "pending", pgettext_lazy("question", "waits for a moderator")
        APPROVED = "approved", pgettext_lazy("question", "approved")
        ANSWERED = "answered", pgettext_lazy("question", "answered")
        MERGED = "merged", pgettext_lazy("question", "merged with another")
        DECLINED = "declined", pgettext_lazy("question", "declined")

    class Phase(models.TextChoices):
        SIGNUP = "signup", pgettext_lazy("question asked", "at sign-up")
        BEFORE = "before", pgettext_lazy("question asked", "before the event")
        DURING = "during", pgettext_lazy("question asked", "during the event")
        AFTER = "after", pgettext_lazy("question asked", "after the event")

    SHOWN = (State.APPROVED, State.ANSWERED)
    MOVES = {
        State.PENDING: {State.APPROVED, State.MERGED, State.DECLINED},
        State.APPROVED: {State.ANSWERED, State.MERGED, State.DECLINED, State.PENDING},
        State.ANSWERED: {State.APPROVED},
        State.DECLINED: {State.APPROVED, State.PENDING},
        State.MERGED: {State.APPROVED, State.PENDING},
    }

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="questions", verbose_name=_("conference"))
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="questions", verbose_name=_("event")
    )
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="questions",
        verbose_name=pgettext_lazy("of questions and materials", "theme"),
    )  # fmt: skip
    asker = models.ForeignKey(
        Listener, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("who asks")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING, editable=False)
    text = models.TextField(_("question"), max_length=1000)
    as_asked = models.TextField(_("as it was asked"), blank=True, editable=False)
    language = models.CharField(_("asked in"), max_length=2, choices=settings.LANGUAGES)
    is_anonymous = models.BooleanField(_("without a name for others"), default=False)
    phase = models.CharField(
        pgettext_lazy("of a question", "when asked"), max_length=6, choices=Phase, default=Phase.BEFORE
    )
    reason = models.TextField(
        pgettext_lazy("of a question", "reason"),
        blank=True,
        help_text=_("Why it was declined; who asked it reads this."),
    )
    merged_into = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="duplicates", verbose_name=_("merged with")
    )
    repeats = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repeated_by", verbose_name=_("repeats"),
        editable=False,
    )  # fmt: skip
    in_the_air_since = models.DateTimeField(_("being answered since"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    decided_at = models.DateTimeField(_("answered or declined on"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(_("who asked was written to on"), null=True, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a listener")
        verbose_name_plural = _("questions of listeners")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="a_merged_question_says_with_which"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="no_question_is_merged_with_itself"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(in_the_air_since__isnull=False), name="one_question_in_the_air"
            ),
        ]
        indexes = [
            models.Index(fields=["session", "state"], name="questions_of_an_event"),
            models.Index(fields=["decided_at"], condition=Q(told_at=None), name="questions_to_tell_of"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def shown_name(self) -> str:
        """Whose question others see it is; empty for an anonymous one."""
        return "" if self.is_anonymous or not self.asker else self.asker.name

    def words(self, language: str) -> str:
        """The question in *language*; empty when it has not been put into it."""
        return getattr(self, f"text_{language}") or ""

    @property
    def other_language(self) -> str:
        return "en" if self.language == "ru" else "ru"

    @property
    def in_words_of_asker(self) -> str:
        """What who asked typed, whatever a moderator made of it."""
        return self.as_asked or self.words(self.language)

    @property
    def is_shown(self) -> bool:
        return self.state in self.SHOWN

    @property
    def is_in_the_air(self) -> bool:
        return self.in_the_air_since is not None


class VoteQuerySet(models.QuerySet["Vote"]):
    def counted(self) -> dict[int, int]:
        """Key of a question -> how many voted for it or for one merged with it, everybody once; one query."""
        roots = self.order_by().annotate(root=Coalesce("question__merged_into_id", "question_id"))
        return dict(roots.values("root").annotate(n=Count("voter", distinct=True)).values_list("root", "n"))


class Vote(models.Model):
    """That somebody wants a question answered. One for each voter (``Listener.voter``) and question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="votes", verbose_name=_("question"))
    voter = models.CharField(_("voter"), max_length=24)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["question", "voter"], name="one_vote_per_question_and_voter")]
        indexes = [models.Index(fields=["voter"], name="votes_of_a_voter")]

    def __str__(self) -> str:
        return f"{self.voter} → {self.question_id}"


class Answer(models.Model):
    """What an expert answered: aloud in the air (then ``seconds`` is the place in the recording), or in writing."""

    class Kind(models.TextChoices):
        AIR = "air", _("in the air")
        WRITING = "writing", _("in writing")

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers", verbose_name=_("question"))
    kind = models.CharField(_("how"), max_length=8, choices=Kind)
    text = models.TextField(_("answer"), blank=True)
    seconds = models.PositiveIntegerField(_("place in the recording, in seconds"), null=True, blank=True)
    expert = models.ForeignKey(
        Expert, models.SET_NULL, null=True, blank=True, related_name="answers", verbose_name=_("expert")
    )
    given_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.text[:60]}"

    def words(self, language: str) -> str:
        """The answer in *language*; empty when it was not given in it."""
        return getattr(self, f"text_{language}") or ""

    @property
    def minute(self) -> str:
        """The place in the recording as people write it: ``07:05``, ``1:02:30``; empty when it is not known."""
        if self.seconds is None:
            return ""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
