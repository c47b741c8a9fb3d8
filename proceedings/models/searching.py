"""The index of the library, in tables of our own: what search reads, whichever database there is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .library import Material


class IndexedMaterial(models.Model):
    """What search shows and counts of one material, without asking five tables.

    ``card`` is what facets count (see ``proceedings.searching.Card``), ``plain`` every word in order for phrases,
    ``passages`` what results quote. ``since`` is when it was last published or put back; writing the index anew
    leaves it.
    """

    material = models.OneToOneField(
        Material, models.CASCADE, primary_key=True, related_name="indexed", verbose_name=_("material")
    )
    since = models.DateTimeField(_("found since"), default=timezone.now)
    card = models.TextField(_("what facets count"), default="")
    plain = models.TextField(_("words in order"), default="")
    passages: models.JSONField[list[dict[str, Any]]] = models.JSONField(_("passages"), default=list)

    class Meta:
        verbose_name = _("material in the index")
        verbose_name_plural = _("materials in the index")

    def __str__(self) -> str:
        return str(self.material_id)


class IndexedTerm(models.Model):
    """One word of one material in one language, with what it weighs.

    ``stem`` is what all forms of the word share, ``form`` the word as it stands there.
    """

    material = models.ForeignKey(Material, models.CASCADE, related_name="terms", verbose_name=_("material"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    stem = models.CharField(_("stem"), max_length=60)
    form = models.CharField(_("word"), max_length=60)
    weight = models.FloatField(_("weight"))

    class Meta:
        verbose_name = _("term of the index")
        verbose_name_plural = _("terms of the index")
        constraints = [
            models.UniqueConstraint(fields=["material", "language", "stem"], name="one_weight_per_material_and_stem"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="a_term_weighs_something"),
        ]
        indexes = [models.Index(fields=["stem"], name="terms_by_stem")]

    def __str__(self) -> str:
        return self.stem
