from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from conference.models import Conference
from conference.models.people import validate_orcid
from workshops.models import Submission

from .volumes import Part, Volume, doi_is_plausible

spin_is_plausible = RegexValidator(r"^\d{4}-\d{4}$", _("A SPIN code looks like 1234-5678."))
grnti_is_plausible = RegexValidator(r"^\d\d(\.\d\d){0,2}$", _("A ГРНТИ code looks like 14.29.01."))


class ArticleQuerySet(models.QuerySet):
    def of(self, conference: Conference) -> Self:
        return self.filter(volume__conference=conference)

    def of_volume(self, volume: Volume) -> Self:
        return self.filter(volume=volume)

    def in_the_book(self) -> Self:
        """Articles of the next build: those whose paper was not withdrawn meanwhile."""
        return self.exclude(submission__state=Submission.State.WITHDRAWN)

    def in_order(self) -> Self:
        """In the order of the book: by parts, and by numbers within each."""
        return self.order_by("part__number", "number")

    def whole(self) -> Self:
        """With parts and authors at hand, for pages that list them."""
        return self.select_related("part", "volume__conference").prefetch_related("authors")

    def with_newest_text(self) -> Self:
        """With parts, authors and the newest revision of each text at hand; earlier revisions are not fetched."""
        last = Manuscript.objects.filter(article=OuterRef("article")).order_by("-revision").values("revision")[:1]
        newest = Manuscript.objects.filter(revision=Subquery(last)).prefetch_related("figures")
        return self.select_related("part").prefetch_related("authors", Prefetch("manuscripts", newest))


class Article(models.Model):
    """A copy of an accepted paper, with the names of its authors as they were when it was collected."""

    class Kind(models.TextChoices):
        """Kinds that ГОСТ Р 7.0.7-2021 names."""

        ORIGINAL = "original", _("original article")
        REVIEW = "review", _("review article")
        EDITORIAL = "editorial", _("editorial")
        DISCUSSION = "discussion", _("discussion article")
        SHORT = "short", _("short message")
        BOOK_REVIEW = "book_review", _("book review")
        PERSONALIA = "personalia", _("personalia")
        CONFERENCE = "conference", _("conference paper")

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="articles", verbose_name=_("volume"))
    part = models.ForeignKey(Part, models.PROTECT, related_name="articles", verbose_name=_("part"))
    submission = models.ForeignKey(
        Submission, models.SET_NULL, null=True, blank=True, related_name="articles", verbose_name=_("submission")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    type = models.CharField(_("type"), max_length=20, blank=True)
    kind = models.CharField(_("kind of article"), max_length=12, choices=Kind, default=Kind.ORIGINAL)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("editor")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=300)
    abstract = models.TextField(_("abstract"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    udk = models.CharField(_("UDC"), max_length=60, blank=True)
    grnti = models.CharField(_("ГРНТИ"), max_length=8, blank=True, validators=[grnti_is_plausible])
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[doi_is_plausible])
    acknowledgments = models.TextField(_("acknowledgments and funding"), blank=True)
    contribution = models.TextField(_("contribution of the authors"), blank=True)
    conflict_of_interest = models.TextField(
        _("conflict of interest"), blank=True, help_text=_("Empty: the authors declare that there is none.")
    )
    licence = models.CharField(_("licence"), max_length=60, blank=True, help_text=_("Empty: that of the volume."))
    received_on = models.DateField(_("received"), null=True, blank=True)
    reviewed_on = models.DateField(_("approved after reviewing"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted"), null=True, blank=True)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    import_error = models.CharField(_("why the text could not be read"), max_length=40, blank=True, editable=False)
    collected_at = models.DateTimeField(_("collected"), auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["volume", "number"], name="one_article_per_number"),
            models.UniqueConstraint(fields=["volume", "submission"], name="one_article_per_submission"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.volume.url("proceedings:article", number=self.number)

    @property
    def conference(self) -> Conference:
        return self.volume.conference

    @property
    def other_language(self) -> str:
        return "en" if self.language == "ru" else "ru"

    @cached_property
    def manuscript(self) -> Manuscript | None:
        """The newest revision of the text."""
        return self.manuscripts.order_by("-revision").first()

    def pages(self) -> tuple[int, int] | None:
        """First and last page in what is published, or None."""
        publication = self.volume.publication
        found = publication.page_map.get(str(self.pk)) if publication else None
        return (found[0], found[1]) if found else None


class ArticleAuthor(models.Model):
    """One author of an article, as printed. A snapshot: later changes of the account do not reach it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="authors", verbose_name=_("article"))
    order = models.PositiveSmallIntegerField(_("order"))
    family = models.CharField(_("family name"), max_length=100)
    given = models.CharField(_("given name"), max_length=150, blank=True)
    degree = models.CharField(_("academic degree and title"), max_length=200, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    affiliation = models.CharField(_("organisation"), max_length=250, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = CountryField(_("country"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    orcid = models.CharField("ORCID iD", max_length=19, blank=True, validators=[validate_orcid])
    spin = models.CharField(_("SPIN code"), max_length=9, blank=True, validators=[spin_is_plausible])
    ror = models.CharField("ROR", max_length=60, blank=True)
    is_corresponding = models.BooleanField(_("corresponding author"), default=False)

    class Meta:
        verbose_name = _("author of an article")
        verbose_name_plural = _("authors of articles")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["article", "order"], name="one_author_per_place")]

    def __str__(self) -> str:
        return f"{self.family} {self.given}".strip()


class Manuscript(models.Model):
    """One revision of an article's text: the source as it came and the clean HTML made of it.

    The log only grows: a revision is never changed.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="manuscripts", verbose_name=_("article"))
    revision = models.PositiveSmallIntegerField(_("revision"))
    source = models.FileField(_("source"), upload_to="proceedings/sources/%Y/", blank=True)
    source_name = models.CharField(_("name of the source"), max_length=200, blank=True)
    source_text = models.TextField(_("source text"), blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    html = models.TextField(_("clean text"))
    sources: models.JSONField[list[str]] = models.JSONField(_("list of sources"), default=list, blank=True)
    formulas: models.JSONField[list[dict[str, Any]]] = models.JSONField(_("formulas"), default=list, blank=True)
    report: models.JSONField[list[dict[str, Any]]] = models.JSONField(_("report"), default=list, blank=True)
    is_edited = models.BooleanField(_("made by editing in the browser"), default=False, editable=False)
    note = models.CharField(_("what was changed"), max_length=250, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    created = models.DateTimeField(_("imported"), auto_now_add=True)

    class Meta:
        verbose_name = _("manuscript")
        verbose_name_plural = _("manuscripts")
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["article", "revision"], name="one_manuscript_per_revision")]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.revision}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a revision of a manuscript is never changed; make the next one")
        super().save(*args, **kwargs)


class ManuscriptFigure(models.Model):
    """A picture of a manuscript, encoded anew and free of metadata."""

    manuscript = models.ForeignKey(Manuscript, models.CASCADE, related_name="figures", verbose_name=_("manuscript"))
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.FileField(_("file"), upload_to="proceedings/figures/%Y/")
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    printed_mm = models.PositiveSmallIntegerField(
        _("width in the source, mm"), null=True, blank=True, help_text=_("As wide as the author placed it.")
    )

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["manuscript", "number"], name="one_figure_per_number")]

    def __str__(self) -> str:
        return f"{self.manuscript_id}/{self.number}"
