from __future__ import annotations

import secrets
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .base import ConferenceQuerySet

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I: read aloud and typed by hand
CODE_LENGTH = 26  # 130 bits


def new_code() -> str:
    """An unguessable code of 26 characters (130 bits), without look-alike characters."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class IssuedDocumentQuerySet(ConferenceQuerySet):
    def valid(self) -> Self:
        return self.filter(revoked_at=None)


class IssuedDocument(models.Model):
    """A numbered document given to somebody, which anyone holding its code may check."""

    class Kind(models.TextChoices):
        INVITATION_LETTER = "invitation_letter", _("invitation letter")
        CONFIRMATION = "confirmation", _("confirmation of registration")
        VISA_LETTER = "visa_letter", _("letter in support of a visa")
        NOTE_VERBALE = "note_verbale", _("note verbale")
        BADGE = "badge", _("badge")
        CERTIFICATE = "certificate", _("certificate of participation")
        HOURS = "hours", _("certificate of hours")
        OUTCOME = "outcome", _("outcome document of a conference")
        ACCEPTANCE = "acceptance", _("certificate of acceptance for publication")

    conference = models.ForeignKey(
        "conference.Conference", models.PROTECT, related_name="documents", verbose_name=_("conference")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="documents", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    number = models.CharField(_("number"), max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    code = models.CharField(
        _("verification code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False
    )
    file = models.FileField(_("file"), upload_to="documents/%Y/", blank=True)
    about_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, blank=True)
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    facts: models.JSONField[dict[str, Any]] = models.JSONField(
        _("facts printed in it"), default=dict, blank=True, editable=False,
        help_text=_("What the check page tells beside the name: hours, days, role."),
    )  # fmt: skip
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )
    revoked_reason = models.CharField(_("why revoked"), max_length=250, blank=True)

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "kind", "number"], name="one_document_per_number"),
            models.UniqueConstraint(
                fields=["conference", "kind", "about_type", "about_id"],
                condition=Q(
                    revoked_at=None,
                    kind__in=["invitation_letter", "confirmation", "badge", "certificate", "hours", "outcome"],
                ),
                name="one_valid_document_of_a_kind_about_a_thing",
            ),
        ]
        indexes = [models.Index(fields=["about_type", "about_id"], name="documents_about_a_thing")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    @property
    def verify_path(self) -> str:
        return reverse("verify", kwargs={"code": self.code})
