from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from stdnum import isbn, issn

from conference.models import ConferenceQuerySet
from conference.moves import Moves
from proceedings.gost import SHEETS

if TYPE_CHECKING:
    from .builds import Publication

udk_is_plausible = RegexValidator(r"^\d[\d\s.:/+\-=()\"'*\w«»]*$", _("A UDC index looks like 376.1-056.2/.3."))
author_sign_is_plausible = RegexValidator(r"^[А-ЯЁA-Z]\s?\d{2,3}$", _("An author sign looks like И65."))


def validate_isbn(value: str) -> None:
    """ISBN-10 or ISBN-13 with a right check digit, hyphens or not."""
    if not isbn.is_valid(value):
        raise ValidationError(_("The check digit of this ISBN is wrong. Compare it with the letter of the agency."))


def validate_issn(value: str) -> None:
    """Eight characters with a right check digit: 2049-3630."""
    if not issn.is_valid(value):
        raise ValidationError(_("The check digit of this ISSN is wrong. Compare it with the letter of the agency."))


doi_is_plausible = RegexValidator(r"^10\.\d{4,9}/\S{1,200}$", _("A DOI looks like 10.12345/vmeste.2026.7."))


class VolumeQuerySet(ConferenceQuerySet):
    def published(self) -> Self:
        return self.filter(state=Volume.State.PUBLISHED, publications__isnull=False).distinct()

    def newest_first(self) -> Self:
        return self.order_by("-year", "-pk")


class Volume(Moves, models.Model):
    """The proceedings of one conference, from the first collected paper to the published book."""

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        PUBLISHED = "published", _("published")

    class Kind(models.TextChoices):
        ELECTRONIC = "electronic", _("electronic edition")
        PRINT = "print", _("printed edition")

    class Order(models.TextChoices):
        PAPER = "paper", _("by the number of the paper")
        AUTHOR = "author", _("by the family name of the first author")
        TITLE = "title", _("by title")
        PROGRAMME = "programme", _("as in the programme")
        MANUAL = "manual", _("as arranged by hand")

    class Demand(models.TextChoices):
        """How the pre-flight takes a record that is not there."""

        NOTHING = "nothing", _("is not asked for")
        WARNING = "warning", _("gives a warning")
        BLOCK = "block", _("stops publishing")

    MOVES = {State.DRAFT: {State.PUBLISHED}}

    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="volumes", verbose_name=_("conference")
    )
    slug = models.SlugField(_("address"), max_length=50)
    kind = models.CharField(_("kind of edition"), max_length=10, choices=Kind, default=Kind.ELECTRONIC)
    above_title = models.TextField(_("bodies named above the title"), blank=True, help_text=_("One on each line."))
    title = models.CharField(_("title"), max_length=300)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    place = models.CharField(_("city of publication"), max_length=120, blank=True)
    publisher = models.CharField(_("publisher"), max_length=250, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)])
    udk = models.CharField(_("UDC"), max_length=60, blank=True, validators=[udk_is_plausible])
    bbk = models.CharField(_("LBC (ББК)"), max_length=60, blank=True)
    author_sign = models.CharField(_("author sign"), max_length=6, blank=True, validators=[author_sign_is_plausible])
    isbn = models.CharField("ISBN", max_length=20, blank=True, validators=[validate_isbn])
    editors = models.TextField(_("editorial board"), blank=True, help_text=_("One person on each line."))
    reviewers = models.TextField(_("reviewers of the volume"), blank=True, help_text=_("One person on each line."))
    annotation = models.TextField(_("annotation"), blank=True)
    responsible = models.TextField(
        _("responsibility"), blank=True, help_text=_("As it stands under the title: “Edited by …”. One on each line.")
    )
    licence = models.CharField(_("licence"), max_length=60, default="CC BY 4.0", blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[doi_is_plausible])
    series = models.CharField(_("series"), max_length=250, blank=True)
    issn = models.CharField("ISSN", max_length=9, blank=True, validators=[validate_issn])
    issue_number = models.CharField(_("number in the series"), max_length=20, blank=True)
    age_mark = models.CharField(
        _("age mark"), max_length=3, blank=True, choices=[(mark, mark) for mark in ("0+", "6+", "12+", "16+", "18+")]
    )
    publisher_address = models.CharField(_("address of the publisher"), max_length=250, blank=True)
    printer = models.CharField(_("printer and its address"), max_length=250, blank=True)
    order_number = models.CharField(_("number of the printing order"), max_length=30, blank=True)
    printing = models.CharField(_("kind of printing"), max_length=60, blank=True)
    stock = models.CharField(_("kind of paper"), max_length=60, blank=True)
    stock_microns = models.PositiveSmallIntegerField(
        _("thickness of a leaf, µm"), default=100, help_text=_("The spine of the cover is computed from it.")
    )
    requirements = models.CharField(_("system requirements"), max_length=250, blank=True)
    deposit_number = models.CharField(_("number of the legal deposit (НГРОЭ)"), max_length=30, blank=True)
    ordering = models.CharField(_("order of articles"), max_length=10, choices=Order, default=Order.PAPER)
    wants_licences = models.CharField(
        _("an author’s licence that is missing"), max_length=10, choices=Demand, default=Demand.WARNING
    )
    wants_originality = models.CharField(
        _("an originality check that is missing"), max_length=10, choices=Demand, default=Demand.NOTHING
    )
    least_originality = models.PositiveSmallIntegerField(
        _("least originality, %"), default=70, validators=[MaxValueValidator(100)]
    )
    wants_opinions = models.CharField(
        _("an expert opinion that is missing"), max_length=10, choices=Demand, default=Demand.NOTHING
    )
    wants_approvals = models.CharField(
        _("an author’s approval that is missing"), max_length=10, choices=Demand, default=Demand.WARNING
    )
    proof_days = models.PositiveSmallIntegerField(
        _("days for an author to read the proof"), default=7, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    paper = models.CharField(_("paper"), max_length=12, choices=[(name, name) for name in SHEETS], default="70×100/16")
    print_run = models.PositiveIntegerField(_("print run"), null=True, blank=True)
    signed_on = models.DateField(_("signed to print or use"), null=True, blank=True)
    with_outcomes = models.BooleanField(
        _("with the outcome documents"), default=True,
        help_text=_("What the conference has adopted is printed as the last part."),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    created = models.DateTimeField(_("begun"), auto_now_add=True)

    objects = VolumeQuerySet.as_manager()

    class Meta:
        verbose_name = _("volume")
        verbose_name_plural = _("volumes")
        ordering = ["-year", "slug"]
        constraints = [models.UniqueConstraint(fields=["conference", "slug"], name="one_volume_per_address")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url("proceedings:volume")

    def url(self, name: str, **kwargs: object) -> str:
        return self.conference.url(name, volume=self.slug, **kwargs)

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_demonstration(self) -> bool:
        return self.conference.is_demonstration

    @property
    def formatted_isbn(self) -> str:
        return isbn.format(self.isbn) if self.isbn else ""

    @cached_property
    def publication(self) -> Publication | None:
        """What is published now: the newest publication, or None."""
        return self.publications.order_by("-number").first()


class Part(models.Model):
    """The articles of one track, opened by a page of their own."""

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="parts", verbose_name=_("volume"))
    track = models.ForeignKey(
        "workshops.Track", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("track")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=250)
    short_title = models.CharField(_("short title"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("part of a volume")
        verbose_name_plural = _("parts of volumes")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["volume", "number"], name="one_part_per_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class VolumeSection(models.Model):
    """A text of the volume that is no article: a foreword, the committees, an annex."""

    class Kind(models.TextChoices):
        FOREWORD = "foreword", _("foreword")
        COMMITTEES = "committees", _("committees")
        GREETING = "greeting", _("greeting")
        ANNEX = "annex", _("annex")
        OTHER = "other", _("other text")

    class Place(models.TextChoices):
        FRONT = "front", _("before the articles")
        BACK = "back", _("after the articles")

    volume = models.ForeignKey(Volume, models.CASCADE, related_name="sections", verbose_name=_("volume"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FOREWORD)
    place = models.CharField(_("place"), max_length=5, choices=Place, default=Place.FRONT)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=250)
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown: headings, lists, emphasis, tables."))
    signature = models.TextField(_("signature"), blank=True, help_text=_("Who signs it, one on each line."))

    class Meta:
        verbose_name = _("section of a volume")
        verbose_name_plural = _("sections of volumes")
        ordering = ["place", "order", "pk"]

    def __str__(self) -> str:
        return self.title
