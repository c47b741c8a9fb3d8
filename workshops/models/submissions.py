from __future__ import annotations

import re
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from conference.models import Conference, ConferenceQuerySet, Person
from conference.models.people import validate_orcid
from conference.moves import Moves

from .tracks import Track

ABSTRACT_MAX_WORDS = 300
WORD = re.compile(r"[^\W_]+(?:[-–’'ʼ.,/][^\W_]+)*")


def count_words(text: str | None) -> int:
    """Words as a reader counts them: “ready-made” and “9.1” are one each, a dash is none."""
    return len(WORD.findall(text or ""))


class SubmissionQuerySet(ConferenceQuerySet):
    def of_author(self, person: Person) -> Self:
        return self.filter(submitter=person)

    def drafts(self) -> Self:
        return self.filter(state=Submission.State.DRAFT)

    def seen_by(self, person: Person, conference: Conference) -> Self:
        """Papers of *conference* that stand on the person's desk: never drafts, for a chair the own tracks only."""
        tracks = Track.objects.overseen_by(person, conference)
        return self.of(conference).exclude(state=Submission.State.DRAFT).filter(track__in=tracks)

    def with_authors(self) -> Self:
        """For lists: one query for the authors, none per row."""
        return self.select_related("track", "conference").prefetch_related("authors")

    def sent(self) -> Self:
        """All that reached the chairs: neither drafts nor withdrawn."""
        return self.exclude(state__in=[Submission.State.DRAFT, Submission.State.WITHDRAWN])

    def awaiting_decision(self) -> Self:
        return self.filter(state=Submission.State.SUBMITTED)

    def admitted(self) -> Self:
        """Accepted, whether or not the author has confirmed taking part."""
        return self.filter(state__in=Submission.ADMITTED)

    def for_the_programme(self) -> Self:
        """Accepted papers that are to be presented: spoken, on a poster or online."""
        return self.admitted().exclude(presentation=Submission.Presentation.NONE)

    def for_the_abstracts(self) -> Self:
        """Accepted papers whose abstract is printed."""
        return self.admitted().exclude(publication=Submission.Publication.NONE)

    def for_the_book(self) -> Self:
        """Papers that may be collected into a volume: to be published as articles, their text accepted too."""
        articles = self.admitted().filter(publication=Submission.Publication.ARTICLE)
        return articles.filter(full_text__state=FullText.State.ACCEPTED)


class Stage(models.TextChoices):
    """What is judged: first the abstract, then the text of an accepted paper."""

    ABSTRACT = "abstract", pgettext_lazy("stage of review", "abstract")
    TEXT = "text", pgettext_lazy("stage of review", "full text")


class Submission(Moves, models.Model):
    """A paper offered to one track, and what became of it.

    A decision has two halves, ``presentation`` and ``publication``; each may be withdrawn alone.

    Only the texts in ``language`` are required before it is sent; those in the other language are wanted.
    """

    BILINGUAL: ClassVar[tuple[str, ...]] = ("title", "abstract", "keywords")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("under consideration")
        ACCEPTED = "accepted", _("accepted")
        REVISION = "revision", _("to be revised")
        DECLINED = "declined", _("not accepted")
        CONFIRMED = "confirmed", _("confirmed by the author")
        WITHDRAWN = "withdrawn", _("withdrawn by the author")

    MOVES = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.WITHDRAWN, State.ACCEPTED, State.REVISION, State.DECLINED},
        State.REVISION: {State.SUBMITTED, State.WITHDRAWN},
        State.ACCEPTED: {State.CONFIRMED, State.WITHDRAWN},
        State.CONFIRMED: {State.WITHDRAWN},
        State.DECLINED: {State.ACCEPTED},
    }
    EDITABLE: ClassVar[frozenset[str]] = frozenset({State.DRAFT, State.SUBMITTED, State.REVISION})
    ADMITTED: ClassVar[frozenset[str]] = frozenset({State.ACCEPTED, State.CONFIRMED})

    class Type(models.TextChoices):
        REPORT = "report", _("report")
        POSTER = "poster", _("poster")
        ROUND_TABLE = "round_table", _("round table")
        MASTER_CLASS = "master_class", _("master class")
        CASE_STUDY = "case_study", _("case report")

    class Presentation(models.TextChoices):
        ORAL = "oral", pgettext_lazy("way of presenting", "oral")
        POSTER = "poster", pgettext_lazy("way of presenting", "poster")
        ONLINE = "online", pgettext_lazy("way of presenting", "online")
        NONE = "none", pgettext_lazy("presentation", "none")

    class Publication(models.TextChoices):
        ARTICLE = "article", _("article")
        ABSTRACT = "abstract", pgettext_lazy("publication", "abstract only")
        NONE = "none", pgettext_lazy("publication", "none")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="submissions", verbose_name=_("conference"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    track = models.ForeignKey(
        Track, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name=_("track")
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions", verbose_name=_("submitted by")
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    type = models.CharField(_("type"), max_length=12, choices=Type, default=Type.REPORT)
    language = models.CharField(_("language of the paper"), max_length=2, choices=settings.LANGUAGES, default="ru")
    title = models.CharField(_("title"), max_length=300, blank=True)
    abstract = models.TextField(_("abstract"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True, help_text=_("Separated by commas."))
    udk = models.CharField(_("UDC"), max_length=60, blank=True)
    body = models.TextField(_("text of the paper"), blank=True)
    wants_help_with_english = models.BooleanField(_("help with English wanted"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    presentation = models.CharField(_("presentation"), max_length=8, choices=Presentation, blank=True, editable=False)
    publication = models.CharField(_("publication"), max_length=8, choices=Publication, blank=True, editable=False)
    round = models.PositiveSmallIntegerField(_("round of review"), default=1, editable=False)
    access_code = models.ForeignKey(
        "workshops.AccessCode", models.SET_NULL, null=True, blank=True, editable=False, related_name="submissions",
        verbose_name=_("late-access code"),
    )  # fmt: skip
    decision_note = models.TextField(_("note to the author"), blank=True)
    created = models.DateTimeField(_("draft begun"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved on"), auto_now=True)
    saved_from = models.CharField(_("window in which it was last saved"), max_length=40, blank=True, editable=False)
    typed = models.TextField(_("changes typed and not saved"), blank=True, editable=False)
    submitted_at = models.DateTimeField(_("sent to the chair"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "number"], condition=~Q(number=None), name="one_submission_per_number"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(track__isnull=False) & Q(number__isnull=False)),
                name="sent_submission_has_track_and_number",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled paper"))

    def get_absolute_url(self) -> str:
        return self.conference.url("workshops:submission", pk=self.pk)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def other_language(self) -> str:
        return "en" if self.language == "ru" else "ru"

    def usual_presentation(self) -> str:
        """How a paper of this type is presented unless the chair says otherwise."""
        return self.Presentation.POSTER if self.type == self.Type.POSTER else self.Presentation.ORAL

    def has_text(self) -> bool:
        return bool(self.body.strip()) or self.newest_file() is not None

    def may_be_withdrawn(self) -> bool:
        return self.may_move(self.State.WITHDRAWN)

    def text(self, field: str, language: str) -> str:
        return getattr(self, f"{field}_{language}") or ""

    def missing_translations(self) -> list[str]:
        """What is empty in the other language, authors' names included: wanted, never required."""
        other = self.other_language
        missing = [field for field in self.BILINGUAL if not self.text(field, other).strip()]
        nameless = [author for author in self.authors.all() if not getattr(author, f"family_{other}")]
        return missing + [f"author {author.order}" for author in nameless]

    def newest_file(self) -> SubmissionFile | None:
        """The manuscript that counts: the newest .docx of the text."""
        return next((file for file in self.files.all() if file.kind == SubmissionFile.Kind.MANUSCRIPT), None)


class FullText(Moves, models.Model):
    """The text of an accepted paper on its way into the volume: judged again, apart from the abstract."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("under review")
        REVISION = "revision", _("to be revised")
        ACCEPTED = "accepted", _("accepted for the volume")
        DECLINED = "declined", _("not accepted for the volume")

    MOVES = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.ACCEPTED, State.REVISION, State.DECLINED},
        State.REVISION: {State.SUBMITTED},
    }
    EDITABLE: ClassVar[frozenset[str]] = frozenset({State.DRAFT, State.SUBMITTED, State.REVISION})

    submission = models.OneToOneField(
        Submission, models.CASCADE, related_name="full_text", verbose_name=_("submission")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    draft = models.TextField(_("text begun and not sent"), blank=True)
    saved_at = models.DateTimeField(_("saved on"), auto_now=True)
    round = models.PositiveSmallIntegerField(_("round of review"), default=1, editable=False)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("full text")
        verbose_name_plural = _("full texts")

    def __str__(self) -> str:
        return str(self.submission)


class Author(models.Model):
    """One of a paper's authors, in the order in which they are printed."""

    MAX_PER_PAPER: ClassVar[int] = 20

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="authors", verbose_name=_("submission"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    family = models.CharField(_("family name"), max_length=100, blank=True)
    given = models.CharField(_("given name"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    affiliation = models.CharField(_("organisation"), max_length=250, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = CountryField(_("country"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    orcid = models.CharField("ORCID iD", max_length=19, blank=True, validators=[validate_orcid])
    is_presenting = models.BooleanField(_("presents the paper"), default=True)
    is_corresponding = models.BooleanField(_("corresponding author"), default=False)
    ror = models.CharField("ROR", max_length=9, blank=True, help_text=_("The nine characters after ror.org/"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="authorships",
        verbose_name=_("person"),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("asked to confirm on"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed the authorship on"), null=True, blank=True, editable=False)
    denied_at = models.DateTimeField(_("said not to be the author on"), null=True, blank=True, editable=False)
    denial = models.CharField(_("why not"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.family or ''} {self.given or ''}".strip()

    def wanting(self, language: str) -> dict[str, str]:
        """What this author's entry lacks before a paper in *language* can be sent: field -> sentence."""
        found = {}
        if not getattr(self, f"family_{language}"):
            found[f"family_{language}"] = str(_("Write the author’s family name in the language of the paper"))
        if not getattr(self, f"given_{language}"):
            found[f"given_{language}"] = str(_("Write the author’s given name in the language of the paper"))
        if self.is_corresponding and not self.email:
            found["email"] = str(_("Give the e-mail of the corresponding author: letters about the paper go there"))
        return found


def file_path(submission_file: SubmissionFile, filename: str) -> str:
    """A name made here: nothing of what the visitor's computer called the file reaches the disk but its kind."""
    ending = filename.rpartition(".")[2].lower()
    ending = ending if ending in SubmissionFile.ENDINGS else "docx"
    return f"submissions/{submission_file.submission.conference_id}/{uuid.uuid4().hex}.{ending}"


class SubmissionFile(models.Model):
    """A file of the paper. Earlier versions are kept; the newest of each kind counts."""

    class Kind(models.TextChoices):
        MANUSCRIPT = "manuscript", _("text of the paper")
        PDF = "pdf", _("text as PDF")
        SLIDES = "slides", _("slides")
        SUPPLEMENT = "supplement", _("supplement")

    TAKES: ClassVar[dict[str, tuple[str, ...]]] = {
        Kind.MANUSCRIPT: ("docx",),
        Kind.PDF: ("pdf",),
        Kind.SLIDES: ("pptx", "pdf", "odp"),
        Kind.SUPPLEMENT: ("pdf", "docx", "xlsx", "pptx", "odt", "odp", "jpg", "png"),
    }
    """Which formats of ``conference.uploads`` a file of each kind may have."""
    ENDINGS: ClassVar[frozenset[str]] = frozenset(ending for endings in TAKES.values() for ending in endings)

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files", verbose_name=_("submission"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MANUSCRIPT)
    file = models.FileField(_("file"), upload_to=file_path)
    name = models.CharField(_("name of the file"), max_length=200)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of submissions")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name
