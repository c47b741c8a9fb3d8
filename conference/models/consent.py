from __future__ import annotations

import hashlib
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .base import ConferenceQuerySet


class ConsentTextQuerySet(ConferenceQuerySet["ConsentText"]):
    def in_force(self, conference: Any, kind: str) -> ConsentText | None:
        """The newest text of *kind* that is already valid."""
        texts = self.filter(conference=conference, kind=kind, valid_from__lte=timezone.now())
        return texts.order_by("-version").first()


class ConsentText(models.Model):
    """The wording of one consent: one purpose, its own version. A text that somebody accepted never changes."""

    class Kind(models.TextChoices):
        PROCESSING = "processing", _("processing of personal data")
        DISSEMINATION = "dissemination", _("publication of name and position")
        SPECIAL_CATEGORY = "special_category", _("access needs")
        PHOTO_VIDEO = "photo_video", _("photo and video")
        CROSS_BORDER = "cross_border", _("transfer of data to other countries")
        MAILING = "mailing", _("letters about other events")

    REQUIRED_KINDS = (Kind.PROCESSING,)

    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="consent_texts", verbose_name=_("conference")
    )
    kind = models.CharField(_("purpose"), max_length=20, choices=Kind)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"))
    valid_from = models.DateTimeField(_("valid from"), default=timezone.now)

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "kind", "version"], name="one_consent_text_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.version}"

    def fingerprint(self, language: str) -> str:
        """SHA-256 of the wording that was shown in *language*."""
        return hashlib.sha256(getattr(self, f"body_{language}").encode()).hexdigest()


class ConsentQuerySet(models.QuerySet):
    def given(self) -> Self:
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """That a person agreed to one text, when, in which language; withdrawn as easily as given."""

    class Method(models.TextChoices):
        WEB = "web", _("on the site")
        PAPER = "paper", _("on paper")
        EMAIL = "email", _("by e-mail")
        PROXY = "proxy", _("through a representative")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents", verbose_name=_("text"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    sha256 = models.CharField(_("fingerprint of the text"), max_length=64)
    method = models.CharField(_("how"), max_length=6, choices=Method, default=Method.WEB)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("given by"), help_text=_("Who gave it or noted it, when it was not the person."),
    )  # fmt: skip
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text"], condition=models.Q(withdrawn_at=None), name="one_consent_in_force_per_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.text}"


class DataRequest(models.Model):
    """A person's wish about their own data, with the legal term for the answer."""

    class Kind(models.TextChoices):
        COPY = "copy", _("send me a copy of my data")
        CORRECTION = "correction", _("correct my data")
        ERASURE = "erasure", _("erase my data")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_requests", verbose_name=_("person")
    )
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    note = models.TextField(_("details"), blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    due = models.DateField(_("answer by"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("data request")
        verbose_name_plural = _("data requests")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"
