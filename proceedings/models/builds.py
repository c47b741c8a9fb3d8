from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Job

from .volumes import Volume

Verdicts = list[dict[str, Any]]


class BuildQuerySet(models.QuerySet):
    def of(self, conference: Conference) -> Self:
        return self.filter(volume__conference=conference)


class Compiled(models.Model):
    """What a build and the publication frozen from it have in common: a file and where each article stands."""

    pages = models.PositiveIntegerField(_("pages"))
    front_pages = models.PositiveSmallIntegerField(
        _("pages before the first"), default=0, help_text=_("Numbered in Roman figures.")
    )
    page_map: models.JSONField[dict[str, list[int]]] = models.JSONField(_("pages of articles"), default=dict)
    size = models.PositiveBigIntegerField(_("bytes"))

    class Meta:
        abstract = True

    def physical(self, page: int) -> int:
        """The place of a numbered page in the file, counted from 1: what ``#page=`` wants."""
        return self.front_pages + page


class Build(Compiled):
    """One compilation of a volume that came out, with a verdict for each article."""

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="builds", verbose_name=_("volume"))
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="builds", verbose_name=_("job"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("compiled by"),
    )
    file = models.FileField(_("file"), upload_to="proceedings/builds/%Y/")
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    described = models.CharField(
        _("digest of the description"), max_length=64, blank=True,
        help_text=_("Of everything that the volume and its articles said when it was compiled."),
    )  # fmt: skip
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    pieces: models.JSONField[dict[str, str]] = models.JSONField(
        _("pieces"), default=dict, blank=True,
        help_text=_("The fragment of each article, by its key: what changed since is seen by comparing."),
    )  # fmt: skip
    why_whole = models.CharField(
        _("why it was typeset at once"), max_length=40, blank=True, help_text=_("Empty: it was joined from fragments.")
    )
    articles = models.PositiveIntegerField(_("articles"))
    verdicts: models.JSONField[Verdicts] = models.JSONField(_("verdicts"), default=list)
    seconds = models.FloatField(_("seconds"))
    created = models.DateTimeField(_("compiled"), auto_now_add=True)

    objects = BuildQuerySet.as_manager()

    class Meta:
        verbose_name = _("build")
        verbose_name_plural = _("builds")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.volume_id}: {self.pages}"

    def count(self, state: str) -> int:
        """How many articles have the verdict *state*: ok, warning or error."""
        return sum(verdict["state"] == state for verdict in self.verdicts)


class Publication(Compiled):
    """A build that was published: frozen, numbered, and never changed. An erratum is the next one."""

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="publications", verbose_name=_("volume"))
    number = models.PositiveSmallIntegerField(_("number"))
    build = models.ForeignKey(
        Build, models.SET_NULL, null=True, blank=True, related_name="publications", verbose_name=_("build")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    file = models.FileField(_("file"), upload_to="proceedings/published/%Y/")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    reason = models.TextField(_("what this publication mends"), blank=True)
    facts: models.JSONField[dict[str, Any]] = models.JSONField(
        _("the volume as it was published"), default=dict, blank=True, editable=False
    )
    manuscripts: models.JSONField[dict[str, int]] = models.JSONField(
        _("texts"), default=dict, help_text=_("The revision of each article that is in the book.")
    )
    published_at = models.DateTimeField(_("published"), auto_now_add=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["volume", "number"], name="one_publication_per_number")]

    def __str__(self) -> str:
        return f"{self.volume_id}/{self.number}"


class PublishedArticleQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        """In the order of the book: numbers name articles, and those of one part need not follow each other."""
        return self.order_by("first_page", "number")


class PublishedArticle(models.Model):
    """An article as one publication froze it. What the world reads, cites and harvests comes from here alone."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="articles", verbose_name=_("publication"))
    article = models.ForeignKey(
        "proceedings.Article", models.PROTECT, related_name="published", verbose_name=_("article")
    )
    manuscript = models.ForeignKey(
        "proceedings.Manuscript", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("text")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    first_page = models.PositiveIntegerField(_("first page"))
    last_page = models.PositiveIntegerField(_("last page"))
    facts: models.JSONField[dict[str, Any]] = models.JSONField(
        _("what it says of itself"), default=dict, editable=False
    )
    search = models.TextField(_("words to be found by"), blank=True, editable=False)
    file = models.FileField(_("file"), upload_to="proceedings/published/%Y/", blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    marked = models.FileField(
        _("file that begins with the retraction"), upload_to="proceedings/published/%Y/", blank=True
    )
    marked_size = models.PositiveBigIntegerField(_("bytes"), default=0)
    marked_sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    objects = PublishedArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("published article")
        verbose_name_plural = _("published articles")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "article"], name="one_published_article_per_article"),
            models.UniqueConstraint(fields=["publication", "number"], name="one_published_article_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.number}"

    @property
    def page_count(self) -> int:
        return self.last_page - self.first_page + 1


class Notice(models.Model):
    """An erratum or a retraction: said beside the article for ever, whose page stays where it is."""

    class Kind(models.TextChoices):
        ERRATUM = "erratum", _("erratum")
        RETRACTION = "retraction", _("retraction")

    article = models.ForeignKey(
        "proceedings.Article", models.PROTECT, related_name="notices", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("text"))
    publication = models.ForeignKey(
        Publication, models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name=_("publication"),
        help_text=_("The publication that carries the mended text, if there is one."),
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("said by")
    )
    created = models.DateTimeField(_("said"), auto_now_add=True)

    class Meta:
        verbose_name = _("notice about an article")
        verbose_name_plural = _("notices about articles")
        ordering = ["created", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(kind="retraction"), name="one_retraction_per_article"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.kind}"


class PrinterFile(models.Model):
    """What goes to the printer: the block with bleed and marks, and the cover with its spine."""

    build = models.ForeignKey(Build, models.CASCADE, related_name="printer_files", verbose_name=_("build"))
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("job"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    block = models.FileField(_("block"), upload_to="proceedings/printer/%Y/")
    cover = models.FileField(_("cover"), upload_to="proceedings/printer/%Y/")
    pages = models.PositiveIntegerField(_("pages of the block"), help_text=_("A multiple of four."))
    spine_mm = models.DecimalField(_("spine, mm"), max_digits=5, decimal_places=1)
    created = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("file for the printer")
        verbose_name_plural = _("files for the printer")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.build_id}: {self.pages}"
