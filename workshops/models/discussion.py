"""What delegates say about the clauses of an outcome document: comments, proposals, endorsements."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference, Person
from conference.moves import Moves
from conference.permissions import Visitor

from .outcomes import ClauseVersion, OutcomeDocument, Recommendation


class SaidQuerySet(models.QuerySet):
    def of(self, conference: Conference) -> Self:
        return self.filter(document__conference=conference)

    def shown(self) -> Self:
        """Those that no moderator has hidden."""
        return self.filter(hidden_at=None)

    def seen_by(self, person: Visitor) -> Self:
        """Shown ones, and the person's own whatever became of them."""
        mine = Q(author=person) if isinstance(person, Person) else Q(pk=None)
        return self.filter(Q(hidden_at=None) | mine)


class Said(models.Model):
    """What a delegate wrote about a document, under their name or not, for themselves or on behalf of a body."""

    document = models.ForeignKey(OutcomeDocument, models.CASCADE, verbose_name=_("outcome document"))
    clause = models.ForeignKey(
        Recommendation, models.CASCADE, null=True, blank=True,
        verbose_name=pgettext_lazy("outcome document", "clause"),
    )  # fmt: skip
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    on_behalf_of = models.CharField(_("on behalf of"), max_length=250, blank=True)
    is_named = models.BooleanField(_("the name is shown"), default=False)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="ru")
    created = models.DateTimeField(_("written on"), default=timezone.now)
    hidden_at = models.DateTimeField(_("hidden on"), null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("hidden by"),
    )  # fmt: skip
    hidden_reason = models.CharField(_("why hidden"), max_length=250, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


class ClauseComment(Said):
    """A remark about a clause. It proposes no text."""

    text = models.TextField(_("text"))

    objects = SaidQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a clause")
        verbose_name_plural = _("comments on clauses")
        ordering = ["created", "pk"]
        default_related_name = "comments"

    def __str__(self) -> str:
        return self.text[:80]


class AmendmentQuerySet(SaidQuerySet):
    def waiting(self) -> Self:
        """Proposals that nobody has decided about."""
        return self.shown().filter(state=Amendment.State.PROPOSED)

    def with_support(self, person: Visitor) -> Self:
        """Adds ``support_count``, and ``is_supported``: by *person*."""
        mine = Support.objects.filter(amendment=OuterRef("pk"), person=person.pk)
        return self.annotate(support_count=Count("supports", distinct=True), is_supported=Exists(mine))


class Amendment(Moves, Said):
    """A new text proposed for a clause, or (no clause) a new clause, with the reason why; in one language or both."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("amendment", "waits for the rapporteurs")
        ACCEPTED = "accepted", pgettext_lazy("amendment", "accepted")
        PARTLY = "partly", pgettext_lazy("amendment", "accepted in part")
        MERGED = "merged", pgettext_lazy("amendment", "merged with others")
        DECLINED = "declined", pgettext_lazy("amendment", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("amendment", "withdrawn by its author")

    MOVES = {
        State.PROPOSED: {State.ACCEPTED, State.PARTLY, State.MERGED, State.DECLINED, State.WITHDRAWN},
    }

    text_ru = models.TextField(_("proposed text in Russian"), blank=True)
    text_en = models.TextField(_("proposed text in English"), blank=True)
    is_removal = models.BooleanField(_("proposes to take the clause out"), default=False)
    reason = models.TextField(_("reason"))
    base = models.ForeignKey(
        ClauseVersion, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("text that it changes"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED, editable=False)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("decided by"),
    )  # fmt: skip
    answer_ru = models.TextField(_("reason of the decision in Russian"), blank=True, editable=False)
    answer_en = models.TextField(_("reason of the decision in English"), blank=True, editable=False)
    result = models.ForeignKey(
        ClauseVersion, models.SET_NULL, null=True, blank=True, related_name="amendments", editable=False,
        verbose_name=_("text that came of it"),
    )  # fmt: skip

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed amendment")
        verbose_name_plural = _("proposed amendments")
        ordering = ["created", "pk"]
        default_related_name = "amendments"

    def __str__(self) -> str:
        return str(pgettext_lazy("amendment", "Proposal No. %(number)d") % {"number": self.pk or 0})

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PROPOSED

    def in_language(self, language: str) -> str:
        return getattr(self, f"text_{language}") or ""

    def answer_in(self, language: str) -> tuple[str, str]:
        """The reason of the decision in *language*, or in the other one, and which it is."""
        other = "en" if language == "ru" else "ru"
        own = getattr(self, f"answer_{language}")
        return (own, language) if own else (getattr(self, f"answer_{other}"), other)


class Support(models.Model):
    """A delegate who supports somebody's proposal."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="supports", verbose_name=_("amendment"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    at = models.DateTimeField(_("on"), auto_now_add=True)

    class Meta:
        verbose_name = _("support of an amendment")
        verbose_name_plural = _("support of amendments")
        constraints = [models.UniqueConstraint(fields=["amendment", "person"], name="one_support_per_person")]

    def __str__(self) -> str:
        return f"{self.amendment_id}: {self.person_id}"


class Endorsement(models.Model):
    """What a delegate, or a delegation through its head, says of a document as a whole or of one of its clauses."""

    class Kind(models.TextChoices):
        FOR = "for", pgettext_lazy("endorsement", "for")
        RESERVATION = "reservation", pgettext_lazy("endorsement", "for, with a reservation")
        ABSTAIN = "abstain", pgettext_lazy("endorsement", "abstains")
        AGAINST = "against", pgettext_lazy("endorsement", "against")

    document = models.ForeignKey(
        OutcomeDocument, models.CASCADE, related_name="endorsements", verbose_name=_("outcome document")
    )
    clause = models.ForeignKey(
        Recommendation, models.CASCADE, null=True, blank=True, related_name="endorsements",
        verbose_name=pgettext_lazy("outcome document", "clause"),
    )  # fmt: skip
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    reservation = models.TextField(_("reservation"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="ru")
    delegation = models.CharField(max_length=40, blank=True, editable=False)
    """The key of the delegation the person belongs to, as another room gives it."""
    delegation_ru = models.CharField(_("delegation, in Russian"), max_length=250, blank=True)
    delegation_en = models.CharField(_("delegation, in English"), max_length=250, blank=True)
    is_for_delegation = models.BooleanField(_("speaks for the delegation"), default=False)
    at = models.DateTimeField(_("on"), default=timezone.now)

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "person"], condition=Q(clause=None), name="one_endorsement_of_a_document"
            ),
            models.UniqueConstraint(
                fields=["document", "clause", "person"], condition=Q(clause__isnull=False),
                name="one_endorsement_of_a_clause",
            ),
            models.UniqueConstraint(
                fields=["document", "delegation"], condition=Q(clause=None, is_for_delegation=True),
                name="one_voice_of_a_delegation",
            ),
            models.UniqueConstraint(
                fields=["document", "clause", "delegation"],
                condition=Q(clause__isnull=False, is_for_delegation=True),
                name="one_voice_of_a_delegation_on_a_clause",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.document_id}: {self.kind}"
