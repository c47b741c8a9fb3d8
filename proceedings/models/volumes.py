from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from stdnum import isbn

from conference.models import ConferenceQuerySet
from conference.moves import Moves
from proceedings.gost import SHEETS

if TYPE_CHECKING:
    from .builds import Publication

udk_is_plausible = RegexValidator(r"^\d[\d\s.:/+\-=()\"'*\w«»]*$", _("An UDC index looks like 376.1-056.2/.3."))
author_sign_is_plausible = RegexValidator(r"^[А-ЯЁA-Z]\s?\d{2,3}$", _("An author sign looks like И65."))


def validate_isbn(value: str) -> None:
    """ISBN-10 or ISBN-13 with a right check digit, hyphens or not."""
    if not isbn.is_valid(value):
        raise ValidationError(_("The check digit of this ISBN is wrong. Compare it with the letter of the agency."))


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
    licence = models.CharField(_("licence"), max_length=60, default="CC BY 4.0", blank=True)
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
