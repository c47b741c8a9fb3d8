from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .outcomes import OutcomeDocument
from .sessions import Session


class Adoption(models.Model):
    """The text as adopted: frozen with its date, its session and its hash. A corrigendum is the next number."""

    document = models.ForeignKey(
        OutcomeDocument, models.CASCADE, related_name="adoptions", verbose_name=_("outcome document")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    adopted_on = models.DateField(_("adopted on"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("session")
    )
    content: models.JSONField[dict[str, Any]] = models.JSONField(_("adopted text"))
    sha256 = models.CharField("SHA-256", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    created = models.DateTimeField(_("recorded on"), auto_now_add=True)

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_adoption_per_number")]

    def __str__(self) -> str:
        return f"{self.document}, {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once. Raises TypeError for a second time: what was adopted does not change."""
        if not self._state.adding:
            raise TypeError("an adopted text is frozen; a corrigendum is a new adoption")
        super().save(*args, **kwargs)
