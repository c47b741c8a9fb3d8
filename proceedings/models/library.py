"""The library: recordings, practical materials, answer digests and checklists, reviewed, versioned, found and used."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.models import Conference, ConferenceQuerySet, Person
from conference.moves import Moves
from workshops.models import Audience, Expert, Session, Theme


class MaterialQuerySet(ConferenceQuerySet["Material"]):
    def public(self) -> Self:
        """What has a page for everybody: published, and withdrawn with a page that says so."""
        return self.filter(version__gt=0).exclude(conference__visibility=Conference.Visibility.DRAFT)

    def published(self) -> Self:
        """What everybody reads, in whichever public conference or season it was made."""
        return self.filter(state=Material.State.PUBLISHED).exclude(conference__visibility=Conference.Visibility.DRAFT)


class Material(Moves, models.Model):
    """One thing in the library: a recording, a practical material, a digest of answers, a checklist.

    Once it was published, the row and its chapters say what readers see; what editors change afterwards waits in
    ``draft`` until they publish it as a newer version.
    """

    class Kind(models.TextChoices):
        RECORDING = "recording", pgettext_lazy("kind of material", "recording")
        PRACTICAL = "practical", pgettext_lazy("kind of material", "practical material")
        DIGEST = "digest", pgettext_lazy("kind of material", "digest of answers")
        CHECKLIST = "checklist", pgettext_lazy("kind of material", "self-audit checklist")

    class Genre(models.TextChoices):
        """What a practical material is, for those who look for one to use tomorrow."""

        TEMPLATE = "template", pgettext_lazy("practical material", "template")
        MEMO = "memo", pgettext_lazy("practical material", "memo")
        PLAN = "plan", pgettext_lazy("practical material", "plan")
        SCRIPT = "script", pgettext_lazy("practical material", "script of a conversation")
        FORM = "form", pgettext_lazy("practical material", "form to fill in")

    class Level(models.TextChoices):
        START = "start", pgettext_lazy("level", "for beginners")
        PRACTICE = "practice", pgettext_lazy("level", "for practitioners")
        LEAD = "lead", pgettext_lazy("level", "for those who lead a team")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("material", "draft")
        REVIEW = "review", pgettext_lazy("material", "in review")
        PUBLISHED = "published", pgettext_lazy("material", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("material", "withdrawn")

    MOVES = {
        State.DRAFT: {State.REVIEW, State.PUBLISHED},
        State.REVIEW: {State.DRAFT, State.PUBLISHED},
        State.PUBLISHED: {State.PUBLISHED, State.WITHDRAWN},  # to itself: a newer version
        State.WITHDRAWN: {State.PUBLISHED},
    }

    class Spoken(models.TextChoices):
        RU = "ru", _("Russian")
        EN = "en", _("English")
        BOTH = "both", _("Russian and English")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="materials", verbose_name=_("conference"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    genre = models.CharField(_("what it is for"), max_length=10, choices=Genre, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown: ## heading, **bold**, - list, | table |."))
    language = models.CharField(_("language"), max_length=4, choices=Spoken, default=Spoken.RU)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)])
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.PRACTICE)
    audience: models.JSONField[list[str]] = models.JSONField(_("audience"), default=list, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="materials", verbose_name=_("themes"))
    speakers = models.ManyToManyField(
        Expert, blank=True, related_name="materials", verbose_name=_("speakers or authors")
    )
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="library", verbose_name=_("event")
    )
    video = models.URLField(
        _("address of the recording"), blank=True, max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )
    seconds = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)
    has_captions = models.BooleanField(_("captions"), default=False)
    has_sign_language = models.BooleanField(_("sign language"), default=False)
    transcript = models.TextField(
        _("transcript"), blank=True, help_text=_("A line that begins with [12:30] names the place in the recording.")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=0, editable=False)
    revision = models.PositiveIntegerField(_("revision of the draft"), default=0, editable=False)
    draft: models.JSONField[dict[str, Any]] = models.JSONField(
        _("changes not published yet"), default=dict, blank=True, editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material of the library")
        verbose_name_plural = _("materials of the library")
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["state", "kind"], name="materials_by_kind")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody reads, in the active language; it belongs to no conference."""
        return reverse("library:material", args=[self.slug])

    def desk_url(self, name: str = "library_edit", **kwargs: object) -> str:
        """A page of the editors' desk about this material."""
        return self.conference.url(f"proceedings:{name}", slug=self.slug, **kwargs)

    @property
    def is_public(self) -> bool:
        """Whether readers have a page of it: what was withdrawn keeps one that says so."""
        return self.version > 0 and self.conference.visibility != Conference.Visibility.DRAFT

    def languages(self) -> tuple[str, ...]:
        """The languages that a recording is spoken in; of a text, those that it is written in."""
        codes = tuple(code for code, _name in settings.LANGUAGES)
        if self.kind == Material.Kind.RECORDING:
            return codes if self.language == Material.Spoken.BOTH else (self.language,)
        return tuple(code for code in codes if getattr(self, f"title_{code}")) or codes[:1]

    def audience_labels(self) -> list[str]:
        """The audience in words of the active language; unknown keys are left out."""
        known = dict(Audience.choices)
        return [str(known[key]) for key in self.audience if key in known]


class Chapter(models.Model):
    """A place in a recording, with a title."""

    material = models.ForeignKey(Material, models.CASCADE, related_name="chapters", verbose_name=_("material"))
    seconds = models.PositiveIntegerField(_("place in the recording, in seconds"))
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("chapter of a recording")
        verbose_name_plural = _("chapters of a recording")
        ordering = ["seconds", "pk"]
        constraints = [models.UniqueConstraint(fields=["material", "seconds"], name="one_chapter_per_place")]

    def __str__(self) -> str:
        return self.title


def material_path(row: Any, name: str) -> str:
    return f"library/{row.material_id}/{row.key}{PurePath(name).suffix.lower()}"


class MaterialFile(models.Model):
    """A file of a material, with a picture of its first page where one can be made.

    ``is_shown`` when readers get it: a new file of a published material waits for the newer version, and one that was
    taken away stays for the versions that name it.
    """

    material = models.ForeignKey(Material, models.CASCADE, related_name="files", verbose_name=_("material"))
    key = models.CharField(_("key"), max_length=32, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    file = models.FileField(_("file"), upload_to=material_path, max_length=200)
    kind = models.CharField(_("type"), max_length=10, editable=False)
    bytes = models.PositiveIntegerField(_("size"), default=0, editable=False)
    preview = models.FileField(_("picture of the first page"), upload_to=material_path, max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_shown = models.BooleanField(_("readers get it"), default=False, editable=False)

    class Meta:
        verbose_name = _("file of a material")
        verbose_name_plural = _("files of a material")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class MaterialVersion(models.Model):
    """What was published under a number: it stays readable when a newer version comes."""

    material = models.ForeignKey(Material, models.CASCADE, related_name="versions", verbose_name=_("material"))
    number = models.PositiveSmallIntegerField(_("number"))
    facts: models.JSONField[dict[str, Any]] = models.JSONField(_("what it said"), default=dict)
    note = models.CharField(_("what changed"), max_length=250, blank=True)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("version of a material")
        verbose_name_plural = _("versions of a material")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["material", "number"], name="one_material_version_per_number")]

    def __str__(self) -> str:
        return f"{self.material}, {self.number}"


class MaterialReviewQuerySet(models.QuerySet["MaterialReview"]):
    def waiting(self) -> Self:
        """Asked for and not given, of materials that still want it."""
        newer = Q(material__state=Material.State.PUBLISHED, asked_at__gt=F("material__published_at"))
        return self.filter(Q(material__state=Material.State.REVIEW) | newer, given_at=None)

    def for_person(self, person: Person) -> Self:
        """Those asked of the person: under that account then, or as the expert of that account now."""
        return self.filter(Q(person=person) | Q(expert__person=person))


class MaterialReview(models.Model):
    """What an expert says of a material before it is published. Two must recommend it."""

    class Verdict(models.TextChoices):
        ASKED = "", pgettext_lazy("review of a material", "not given yet")
        PUBLISH = "publish", pgettext_lazy("review of a material", "publish")
        REVISE = "revise", pgettext_lazy("review of a material", "improve first")

    material = models.ForeignKey(Material, models.CASCADE, related_name="reviews", verbose_name=_("material"))
    expert = models.ForeignKey(Expert, models.CASCADE, related_name="material_reviews", verbose_name=_("expert"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, default=Verdict.ASKED, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    reply = models.TextField(_("reply of the editors"), blank=True)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    reminded_at = models.DateTimeField(_("reminded on"), null=True, blank=True, editable=False)
    given_at = models.DateTimeField(_("given on"), null=True, blank=True)

    objects = MaterialReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a material")
        verbose_name_plural = _("reviews of materials")
        ordering = ["round", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["material", "expert", "round"], name="one_review_per_expert_and_round")
        ]

    def __str__(self) -> str:
        return f"{self.material}: {self.expert}"


class Usefulness(models.Model):
    """“Was this useful?”: one mark for each browser or person, with an optional note to the editors."""

    material = models.ForeignKey(Material, models.CASCADE, related_name="marks", verbose_name=_("material"))
    voter = models.CharField(_("voter"), max_length=64)
    is_useful = models.BooleanField(_("useful"))
    note = models.TextField(_("note to the editors"), max_length=1000, blank=True)
    is_read = models.BooleanField(_("read by the editors"), default=False)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("mark of usefulness")
        verbose_name_plural = _("marks of usefulness")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["material", "voter"], name="one_mark_per_voter")]

    def __str__(self) -> str:
        return f"{self.material_id}: {self.is_useful}"


class MaterialUse(models.Model):
    """How often a material was opened, watched or downloaded on one day. Nothing about who."""

    class Kind(models.TextChoices):
        VIEW = "view", pgettext_lazy("use of a material", "opened")
        WATCH = "watch", pgettext_lazy("use of a material", "watched")
        DOWNLOAD = "download", pgettext_lazy("use of a material", "downloaded")

    material = models.ForeignKey(Material, models.CASCADE, related_name="uses", verbose_name=_("material"))
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    count = models.PositiveIntegerField(_("how often"), default=0)

    class Meta:
        verbose_name = _("use of a material")
        verbose_name_plural = _("uses of materials")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["material", "day", "kind"], name="one_count_per_material_day_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.material_id} {self.day} {self.kind}: {self.count}"
