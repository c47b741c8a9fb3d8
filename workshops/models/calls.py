from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference, ConferenceQuerySet

from .submissions import ABSTRACT_MAX_WORDS, Submission
from .tracks import Track


class CallQuerySet(ConferenceQuerySet["Call"]):
    def for_track(self, conference: Conference, track: Track | None) -> Call | None:
        """The call of *track*, else the one of the whole conference, else None."""
        found = {call.track_id: call for call in self.of(conference).filter(Q(track=None) | Q(track=track))}  # type: ignore[attr-defined]
        return found.get(track.pk if track else None) or found.get(None)


class Part(models.TextChoices):
    """Parts of a paper that a call may require besides those in the paper's own language."""

    OTHER_TITLE = "other_title", _("title in the other language")
    OTHER_ABSTRACT = "other_abstract", _("abstract in the other language")
    OTHER_KEYWORDS = "other_keywords", _("keywords in the other language")
    UDK = "udk", _("UDC")
    ORCID = "orcid", _("ORCID iD of the corresponding author")
    FILE = "file", _("file")


class Call(models.Model):
    """The call for papers of one track, or (no track) of the whole conference. Dates are inclusive moments.

    What a call leaves empty is that of the conference: see ``terms_of``.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="calls", verbose_name=_("conference"))
    track = models.ForeignKey(
        Track, models.CASCADE, null=True, blank=True, related_name="calls", verbose_name=_("track"),
        help_text=_("Empty: the call of the whole conference."),
    )  # fmt: skip
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown: ## heading, **bold**, - list."))
    opens = models.DateTimeField(_("abstracts are taken from"), null=True, blank=True)
    closes = models.DateTimeField(_("abstracts are taken until"), null=True, blank=True)
    texts_open = models.DateTimeField(_("full texts are taken from"), null=True, blank=True)
    texts_close = models.DateTimeField(_("full texts are taken until"), null=True, blank=True)
    types: models.JSONField[list[str]] = models.JSONField(_("types of papers"), default=list, blank=True)
    required_parts: models.JSONField[list[str]] = models.JSONField(_("required parts"), default=list, blank=True)
    words_ru_min = models.PositiveSmallIntegerField(_("words of a Russian abstract, at least"), default=0)
    words_ru_max = models.PositiveSmallIntegerField(
        _("words of a Russian abstract, at most"), default=ABSTRACT_MAX_WORDS
    )
    words_en_min = models.PositiveSmallIntegerField(_("words of an English abstract, at least"), default=0)
    words_en_max = models.PositiveSmallIntegerField(
        _("words of an English abstract, at most"), default=ABSTRACT_MAX_WORDS
    )
    text_words_max = models.PositiveIntegerField(_("words of a full text, at most"), null=True, blank=True)
    per_presenter = models.PositiveSmallIntegerField(_("papers per presenter, at most"), null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for papers")
        verbose_name_plural = _("calls for papers")
        ordering = ["conference", "track__number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "track"], name="one_call_per_track"),
            models.UniqueConstraint(fields=["conference"], condition=Q(track=None), name="one_call_of_a_conference"),
        ]

    def __str__(self) -> str:
        return f"{self.track or self.conference}"


@dataclass(frozen=True)
class Terms:
    """What holds for a paper offered to one track, after the call of the track and of the conference were read."""

    opens: datetime | None
    closes: datetime | None
    texts_open: datetime | None
    texts_close: datetime | None
    types: tuple[str, ...]
    required_parts: frozenset[str]
    words: dict[str, tuple[int, int]]
    """language -> least and most words of an abstract."""
    text_words_max: int | None
    per_presenter: int | None
    is_archived: bool

    WORDS: ClassVar[dict[str, tuple[int, int]]] = {"ru": (0, ABSTRACT_MAX_WORDS), "en": (0, ABSTRACT_MAX_WORDS)}

    def takes_abstracts(self, at: datetime | None = None) -> bool:
        """Whether abstracts are taken at *at* (now): both ends belong to the call, to the second."""
        return not self.is_archived and _within(self.opens, self.closes, at)

    def state(self, at: datetime | None = None) -> str:
        """``open``, ``announced`` (opens later), ``closed`` or ``none`` (no dates yet)."""
        if self.opens is None:
            return "none"
        if self.takes_abstracts(at):
            return "open"
        return "announced" if not self.is_archived and self.opens > (at or timezone.now()) else "closed"

    def takes_texts(self, at: datetime | None = None) -> bool:
        return not self.is_archived and _within(self.texts_open, self.texts_close, at)

    @classmethod
    def of(cls, conference: Conference, track: Track | None = None) -> Self:
        """The terms for *track* of *conference*; one query."""
        found = {call.track_id: call for call in Call.objects.of(conference).filter(Q(track=None) | Q(track=track))}
        return cls.made_of(conference, found.get(track.pk if track else None), found.get(None))

    @classmethod
    def by_track(cls, conference: Conference) -> dict[int | None, Self]:
        """Key of each track (None: of the whole conference) -> its terms; two queries for all of them."""
        calls = {call.track_id: call for call in Call.objects.of(conference)}
        tracks = Track.objects.of(conference).values_list("pk", flat=True)
        return {track: cls.made_of(conference, calls.get(track), calls.get(None)) for track in [None, *tracks]}

    @classmethod
    def made_of(cls, conference: Conference, own: Call | None, common: Call | None) -> Self:
        """What the track's *own* call lays down, else the *common* one, else the conference; no query."""
        call = own or common
        day_before = datetime.combine(conference.starts, datetime.min.time(), tzinfo=conference.zone) - timedelta(
            seconds=1
        )
        types = tuple(call.types) if call and call.types else tuple(Submission.Type.values)
        return cls(
            opens=(own and own.opens) or (common and common.opens) or conference.call_opens,
            closes=(own and own.closes) or (common and common.closes) or conference.call_closes,
            texts_open=(own and own.texts_open) or (common and common.texts_open) or conference.call_opens,
            texts_close=(own and own.texts_close) or (common and common.texts_close) or day_before,
            types=types,
            required_parts=frozenset(call.required_parts if call else ()),
            words={
                "ru": (call.words_ru_min, call.words_ru_max),
                "en": (call.words_en_min, call.words_en_max),
            } if call else dict(cls.WORDS),
            text_words_max=call.text_words_max if call else None,
            per_presenter=call.per_presenter if call else None,
            is_archived=conference.is_archived,
        )  # fmt: skip


def _within(opens: datetime | None, closes: datetime | None, at: datetime | None) -> bool:
    """Open from *opens* to *closes*, the whole second of *closes* included; without *opens* not announced."""
    moment = (at or timezone.now()).replace(microsecond=0)
    return opens is not None and opens <= moment and (closes is None or moment <= closes)


class CallQuestionQuerySet(ConferenceQuerySet["CallQuestion"]):
    def for_track(self, conference: Conference, track: Track | None) -> Self:
        """Questions asked about a paper of *track*: those of the whole conference first."""
        return self.of(conference).filter(Q(track=None) | Q(track=track)).order_by("order", "pk")


class CallQuestion(models.Model):
    """Something that a call asks besides the usual: of every paper, of one track, of some types."""

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("kind of question", "line of text")
        LONG = "long", pgettext_lazy("kind of question", "long text")
        YES_NO = "yes_no", pgettext_lazy("kind of question", "yes or no")
        CHOICE = "choice", pgettext_lazy("kind of question", "one of several")

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="call_questions", verbose_name=_("conference")
    )
    track = models.ForeignKey(
        Track, models.CASCADE, null=True, blank=True, related_name="call_questions", verbose_name=_("track"),
        help_text=_("Empty: asked in all tracks."),
    )  # fmt: skip
    types: models.JSONField[list[str]] = models.JSONField(
        _("types of papers"), default=list, blank=True, help_text=_("Empty: asked of all types.")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.TEXT)
    text = models.CharField(_("question"), max_length=250)
    hint = models.CharField(_("hint"), max_length=250, blank=True)
    choices = models.TextField(
        _("choices"), blank=True, help_text=_("One per line, in the same order in both languages.")
    )
    is_required = models.BooleanField(_("an answer is required"), default=False)
    is_for_reviewers = models.BooleanField(
        _("reviewers see the answer"), default=False, help_text=_("Leave it off when the answer may name the authors.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CallQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of the call")
        verbose_name_plural = _("questions of the call")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text

    def is_asked_of(self, type: str) -> bool:
        return not self.types or type in self.types

    def options(self) -> list[tuple[str, str]]:
        """Number of the line (from 1) and its words in the active language, for a choice."""
        lines = [line.strip() for line in (self.choices or "").splitlines() if line.strip()]
        return [(str(number), line) for number, line in enumerate(lines, start=1)]


class CallAnswer(models.Model):
    """What the authors answered: the text, ``yes``, ``no``, or the number of a choice."""

    question = models.ForeignKey(CallQuestion, models.CASCADE, related_name="answers", verbose_name=_("question"))
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="answers", verbose_name=_("submission"))
    value = models.TextField(_("answer"))

    class Meta:
        verbose_name = _("answer to the call")
        verbose_name_plural = _("answers to the call")
        constraints = [models.UniqueConstraint(fields=["question", "submission"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.shown()

    def shown(self) -> str:
        """The answer in words of the active language."""
        if self.question.kind == CallQuestion.Kind.YES_NO:
            return str(_("yes") if self.value == "yes" else _("no"))
        if self.question.kind == CallQuestion.Kind.CHOICE:
            return dict(self.question.options()).get(self.value, "")
        return self.value


class AccessCodeQuerySet(ConferenceQuerySet["AccessCode"]):
    def usable(self, conference: Conference, track: Track | None, code: str) -> AccessCode | None:
        """The code that lets a late paper into *track* now, or None; letters' case does not count."""
        rows = self.of(conference).filter(Q(track=None) | Q(track=track), code__iexact=code.strip())
        return next((row for row in rows if row.is_usable()), None)  # type: ignore[attr-defined]


class AccessCode(models.Model):
    """A code by which papers are taken before the call opens or after it has closed."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="access_codes", verbose_name=_("conference")
    )
    track = models.ForeignKey(
        Track, models.CASCADE, null=True, blank=True, related_name="access_codes", verbose_name=_("track")
    )
    code = models.CharField(_("code"), max_length=20, validators=[RegexValidator(r"^[A-Za-z0-9-]{6,20}$")])
    note = models.CharField(_("for whom"), max_length=200, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    papers = models.PositiveSmallIntegerField(_("papers, at most"), default=1)
    used = models.PositiveSmallIntegerField(_("papers sent with it"), default=0, editable=False)

    objects = AccessCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("late-access code")
        verbose_name_plural = _("late-access codes")
        ordering = ["conference", "code"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "code"], name="one_access_code"),
            models.CheckConstraint(condition=Q(used__lte=F("papers")), name="no_more_papers_than_the_code_lets_in"),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Kept in capitals: letters' case does not count."""
        self.code = self.code.upper()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.code = self.code.upper()

    def is_usable(self) -> bool:
        return self.used < self.papers and (self.valid_until is None or timezone.now() <= self.valid_until)
