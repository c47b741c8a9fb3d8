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
    preview = models.FileField(_("picture of a page"), upload_to="proceedings/builds/%Y/", blank=True)
    preview_page = models.PositiveIntegerField(_("page of the picture"), default=0)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
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
