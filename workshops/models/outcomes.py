"""What a conference leaves behind in words: documents of numbered clauses, from the first draft to adoption."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet, Role
from conference.moves import Moves
from conference.permissions import Visitor, kinds_of, may

from .tracks import Track

LANGUAGES = ("ru", "en")
CLAUSE_MAX = 4000
RU_LETTERS, EN_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя", "abcdefghijklmnopqrstuvwxyz"


class OutcomeDocumentQuerySet(ConferenceQuerySet["OutcomeDocument"]):
    def announced(self) -> Self:
        """Those that anybody may read: everything but drafts."""
        return self.exclude(state=OutcomeDocument.State.DRAFT)

    def adopted(self) -> Self:
        return self.filter(state=OutcomeDocument.State.ADOPTED)

    def taking_comments(self, at: datetime | None = None) -> Self:
        """Whose announced period is going on: both ends belong to it, to the second."""
        moment = (at or timezone.now()).replace(microsecond=0)
        return self.filter(state=OutcomeDocument.State.OPEN, opens_at__lte=moment, closes_at__gte=moment)

    def drafted_by(self, person: Visitor, conference: Conference) -> Self:
        """Documents whose text the person writes: all for organisers, their tracks' for chairs and rapporteurs,
        and the conference's own documents for the drafting group, which is the chairs and rapporteurs of all tracks.
        """
        rows = self.of(conference)
        if may(person, "conference.organise", conference):
            return rows
        writers = {Role.Kind.CHAIR, Role.Kind.RAPPORTEUR}
        if not person.is_authenticated or not kinds_of(person, conference) & writers:
            return rows.none()
        roles = Role.objects.held_by(person, conference).filter(kind__in=writers)
        held = set(roles.values_list("kind", "track"))
        numbers = {track for _kind, track in held}
        is_of_the_group = any(kind == Role.Kind.CHAIR or track == 0 for kind, track in held)
        if 0 in numbers:
            return rows
        own = Q(track__number__in=numbers)
        return rows.filter(own | Q(track=None) if is_of_the_group else own)

    def with_counts(self) -> Self:
        """Adds ``waiting``, the proposals that nobody has decided about, and ``clause_count``."""
        waiting = Q(amendments__state="proposed", amendments__hidden_at=None)
        return self.annotate(
            waiting=Count("amendments", filter=waiting, distinct=True),
            clause_count=Count("clauses", filter=Q(clauses__parent=None), distinct=True),
        )


class OutcomeDocument(Moves, models.Model):
    """One outcome of a conference: the draft of a track, or (no track) a document of the conference itself."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("policy recommendations")
        TRAINING = "training", _("recommendations on teacher training and needs analysis")
        REPORT = "report", _("report on projects, networks and ICT")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("outcome document", "being drafted")
        OPEN = "open", pgettext_lazy("outcome document", "announced for comments")
        MERGING = "merging", pgettext_lazy("outcome document", "proposals are being considered")
        ENDORSING = "endorsing", pgettext_lazy("outcome document", "open for endorsement")
        ADOPTED = "adopted", pgettext_lazy("outcome document", "adopted")

    class Rule(models.TextChoices):
        CONSENSUS = "consensus", _("by consensus: nobody objects")
        MAJORITY = "majority", _("by a majority of those who voted for or against")

    class Numbering(models.TextChoices):
        DECIMAL = "decimal", "1, 1.1, 1.2"
        LETTERS = "letters", _("1, 1 (a), 1 (b)")

    MOVES = {
        State.DRAFT: {State.OPEN, State.ENDORSING},
        State.OPEN: {State.MERGING},
        State.MERGING: {State.OPEN, State.ENDORSING},
        State.ENDORSING: {State.MERGING, State.ADOPTED},
    }
    WRITABLE: ClassVar[frozenset[str]] = frozenset({State.DRAFT, State.MERGING})
    DECIDABLE: ClassVar[frozenset[str]] = frozenset({State.OPEN, State.MERGING})

    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="outcomes", verbose_name=_("conference")
    )
    track = models.ForeignKey(
        Track, models.SET_NULL, null=True, blank=True, related_name="outcomes", verbose_name=_("track"),
        help_text=_("Empty: a document of the whole conference."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.POLICY)
    slug = models.SlugField(_("address"), max_length=60)
    title = models.CharField(_("title"), max_length=250)
    preamble = models.TextField(_("preamble"), blank=True)
    numbering = models.CharField(_("numbering"), max_length=8, choices=Numbering, default=Numbering.DECIMAL)
    rule = models.CharField(_("how it is adopted"), max_length=10, choices=Rule, default=Rule.CONSENSUS)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    opens_at = models.DateTimeField(_("comments are taken from"), null=True, blank=True, editable=False)
    closes_at = models.DateTimeField(_("comments are taken until"), null=True, blank=True, editable=False)
    announced_at = models.DateTimeField(_("announced on"), null=True, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    saved_from = models.CharField(max_length=36, blank=True, editable=False)

    objects = OutcomeDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome document")
        verbose_name_plural = _("outcome documents")
        ordering = ["order", "track__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "slug"], name="one_outcome_per_address"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opens_at=None) | Q(closes_at__gt=F("opens_at")),
                name="outcome_period_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return self.url("workshops:outcome")

    def url(self, name: str, **kwargs: object) -> str:
        return self.conference.url(name, slug=self.slug, **kwargs)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_adopted(self) -> bool:
        return self.state == self.State.ADOPTED

    @property
    def is_consolidated(self) -> bool:
        return self.track_id is None

    @property
    def is_writable(self) -> bool:
        """Whether its writers may change the text as they see fit; in the open period proposals alone change it."""
        return self.state in self.WRITABLE

    def phase(self, at: datetime | None = None) -> str:
        """Where the document stands by its state and by the clock: an announced period is ``before``, ``open``, over.

        ``draft``, ``before``, ``open``, ``merging`` (also when the period is over), ``endorsing``, ``adopted``.
        """
        if self.state != self.State.OPEN:
            return str(self.state)
        moment = (at or timezone.now()).replace(microsecond=0)
        if self.opens_at and moment < self.opens_at:
            return "before"
        return "open" if self.takes_comments(moment) else "merging"

    def takes_comments(self, at: datetime | None = None) -> bool:
        """Whether comments and proposals are taken at *at* (now): the last second belongs to the period."""
        moment = (at or timezone.now()).replace(microsecond=0)
        return (
            self.state == self.State.OPEN
            and self.opens_at is not None
            and self.closes_at is not None
            and self.opens_at <= moment <= self.closes_at
        )

    def text(self, field: str, language: str) -> str:
        return getattr(self, f"{field}_{language}") or ""

    @property
    def is_preamble_half(self) -> bool:
        """Whether the preamble is there in one language only."""
        return bool(self.text("preamble", "ru").strip()) != bool(self.text("preamble", "en").strip())

    def outline(self) -> list[Line]:
        """The standing clauses in order, each followed by its sub-clauses, with their numbers. Three queries."""
        return lines_of(self, self.standing_clauses().with_sources())

    def standing_clauses(self) -> RecommendationQuerySet:
        return Recommendation.objects.filter(document=self).standing()


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def of(self, conference: Conference) -> Self:
        return self.filter(document__conference=conference)

    def standing(self) -> Self:
        """Without those taken out."""
        return self.filter(removed_at=None)

    def with_sources(self) -> Self:
        """With the clauses of other documents they come from, read at once."""
        sources = ClauseSource.objects.select_related("source__document__track", "source__parent").order_by("pk")
        return self.prefetch_related(Prefetch("sources", sources))


class Recommendation(models.Model):
    """A numbered clause in both languages, or a sub-clause of one. Its number follows from its place."""

    document = models.ForeignKey(
        OutcomeDocument, models.CASCADE, related_name="clauses", verbose_name=_("outcome document")
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("clause above")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("text"), blank=True)
    behind = models.CharField(
        _("language that is behind"), max_length=2, blank=True, choices=settings.LANGUAGES, editable=False,
        help_text=_("The other language was changed and this one was not."),
    )  # fmt: skip
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    saved_from = models.CharField(max_length=36, blank=True, editable=False)

    removed_at = models.DateTimeField(
        _("taken out on"), null=True, blank=True, editable=False,
        help_text=_("A clause that was announced is kept, so that what was said about it stays."),
    )  # fmt: skip

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("outcome document", "clause")
        verbose_name_plural = pgettext_lazy("outcome document", "clauses")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return (self.text or "")[:80]

    def in_language(self, language: str) -> str:
        return getattr(self, f"text_{language}") or ""

    @property
    def lacking(self) -> list[str]:
        """Languages in which the clause has no text."""
        return [language for language in LANGUAGES if not self.in_language(language).strip()]

    @property
    def agrees(self) -> bool:
        """Both languages are there, and neither was changed without the other."""
        return not self.lacking and not self.behind


class ClauseVersion(models.Model):
    """A text that a clause had, and how it came to have it. Rows are only added."""

    class How(models.TextChoices):
        DRAFTED = "drafted", pgettext_lazy("version of a clause", "drafted")
        EDITED = "edited", pgettext_lazy("version of a clause", "edited by the rapporteurs")
        MERGED = "merged", pgettext_lazy("version of a clause", "changed after proposals")
        PICKED = "picked", pgettext_lazy("version of a clause", "taken from the tracks")
        CORRECTED = "corrected", pgettext_lazy("version of a clause", "corrected after adoption")
        REMOVED = "removed", pgettext_lazy("version of a clause", "taken out")

    clause = models.ForeignKey(
        Recommendation,
        models.CASCADE,
        related_name="versions",
        verbose_name=pgettext_lazy("outcome document", "clause"),
    )
    number = models.PositiveIntegerField(_("number"))
    text_ru = models.TextField(_("text in Russian"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    behind = models.CharField(max_length=2, blank=True, choices=settings.LANGUAGES)
    how = models.CharField(_("how it came about"), max_length=10, choices=How, default=How.DRAFTED)
    reason_ru = models.TextField(_("reason in Russian"), blank=True)
    reason_en = models.TextField(_("reason in English"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("on"), default=timezone.now)

    class Meta:
        verbose_name = _("version of a clause")
        verbose_name_plural = _("versions of clauses")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["clause", "number"], name="one_clause_version_per_number")]

    def __str__(self) -> str:
        return f"{self.clause_id}/{self.number}"

    def in_language(self, language: str) -> str:
        return getattr(self, f"text_{language}") or ""


class ClauseSource(models.Model):
    """Where a clause of the conference's document comes from: a clause of a track's, as it was then."""

    clause = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="sources",
        verbose_name=pgettext_lazy("outcome document", "clause"),
    )  # fmt: skip
    source = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="used_in", verbose_name=_("clause it comes from")
    )
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("source of a clause")
        verbose_name_plural = _("sources of clauses")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["clause", "source"], name="one_link_to_a_source")]

    def __str__(self) -> str:
        return f"{self.clause_id} ← {self.source_id}"


def clause_label(numbering: str, place: int, under: int = 0, language: str = "ru") -> str:
    """The number of a clause as it is printed: ``7``, ``7.2``, ``7 (b)``; *place* and *under* count from 1."""
    if not under:
        return str(place)
    if numbering == OutcomeDocument.Numbering.DECIMAL:
        return f"{place}.{under}"
    letters = RU_LETTERS if language == "ru" else EN_LETTERS
    letter = letters[under - 1] if under <= len(letters) else str(under)
    return f"{place} ({letter})" if language == "en" else f"{place} {letter})"


def clause_anchor(place: int, under: int = 0) -> str:
    """``p7``, ``p7-2``: the same in both languages."""
    return f"p{place}-{under}" if under else f"p{place}"


@dataclass(frozen=True)
class Line:
    """A clause in its place: ``place`` among the clauses, ``under`` among the sub-clauses of one (0: a clause)."""

    clause: Recommendation
    numbering: str
    place: int
    under: int = 0
    is_first: bool = False
    is_last: bool = False

    def label(self, language: str) -> str:
        return clause_label(self.numbering, self.place, self.under, language)

    @property
    def number(self) -> str:
        """The number as a page in the active language prints it."""
        return self.label(get_language() or "ru")

    @property
    def anchor(self) -> str:
        return clause_anchor(self.place, self.under)


def lines_of(document: OutcomeDocument, clauses: Iterable[Recommendation]) -> list[Line]:
    """*clauses* of *document* in order and numbered. A sub-clause whose clause is not among them is left out."""
    ordered = sorted(clauses, key=lambda clause: (clause.order, clause.pk))
    under: dict[int, list[Recommendation]] = {}
    for clause in ordered:
        if clause.parent_id:
            under.setdefault(clause.parent_id, []).append(clause)
    found = []
    top = [clause for clause in ordered if clause.parent_id is None]
    for place, clause in enumerate(top, start=1):
        clause.document = document
        found.append(Line(clause, document.numbering, place, 0, place == 1, place == len(top)))
        children = under.get(clause.pk, [])
        for number, child in enumerate(children, start=1):
            child.document = document
            found.append(Line(child, document.numbering, place, number, number == 1, number == len(children)))
    return found
