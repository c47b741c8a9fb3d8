from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta
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
    LIMITABLE_KINDS = (Kind.DISSEMINATION,)
    """Purposes for which a person may forbid parts and set conditions (152-ФЗ, art. 10.1)."""

    conference = models.ForeignKey(
        "conference.Conference", models.CASCADE, related_name="consent_texts", verbose_name=_("conference")
    )
    kind = models.CharField(_("purpose"), max_length=20, choices=Kind)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"))
    term_days = models.PositiveIntegerField(
        _("term, days after the last day of the event"), null=True, blank=True,
        help_text=_("When the consent ends by itself. Empty: when it is withdrawn."),
    )  # fmt: skip
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

    def expires_at(self) -> datetime | None:
        """When a consent to this text ends by itself: at the end of the last day of its term."""
        if self.term_days is None:
            return None
        last = self.conference.ends + timedelta(days=self.term_days)
        return datetime.combine(last + timedelta(days=1), time.min, tzinfo=self.conference.zone)

    @property
    def is_limitable(self) -> bool:
        return self.kind in self.LIMITABLE_KINDS


class ConsentQuerySet(models.QuerySet["Consent"]):
    def given(self) -> Self:
        """Not withdrawn; some of them may have run out."""
        return self.filter(withdrawn_at=None)

    def standing(self) -> Self:
        """Those that count now: neither withdrawn nor run out."""
        return self.given().filter(models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now()))

    def to(self, conference: Any, kind: str) -> Self:
        """Consents for one purpose in *conference*, to whichever version of its text."""
        return self.filter(text__conference=conference, text__kind=kind)


class Consent(models.Model):
    """That a person agreed to one text, when, in which language; withdrawn as easily as given."""

    class Method(models.TextChoices):
        WEB = "web", _("on the site")
        PAPER = "paper", _("on paper")
        EMAIL = "email", _("by e-mail")
        PROXY = "proxy", _("through a representative")
        ERASURE = "erasure", _("when the data were erased")

    class Limit(models.TextChoices):
        """What a person forbids when they let their data be published."""

        NO_POSITION = "no_position", _("do not publish my position")
        NO_ORGANISATION = "no_organisation", _("do not publish my place of work")
        NO_COUNTRY = "no_country", _("do not publish my country and city")
        NOT_ON_SITE = "not_on_site", _("do not publish me in the list on the site")
        NOT_IN_PRINT = "not_in_print", _("do not publish me in the printed programme")
        NO_TRANSFER = "no_transfer", _("forbid others to pass these data on and to process them")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents", verbose_name=_("text"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    sha256 = models.CharField(_("fingerprint of the text"), max_length=64)
    method = models.CharField(_("how"), max_length=8, choices=Method, default=Method.WEB)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("given by"), help_text=_("Who gave it or noted it, when it was not the person."),
    )  # fmt: skip
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    subject: models.JSONField[dict[str, str]] = models.JSONField(
        _("who agreed"), default=dict, blank=True, help_text=_("Name and address for letters at that time.")
    )
    operator: models.JSONField[dict[str, str]] = models.JSONField(
        _("operator"), default=dict, blank=True, help_text=_("Name, addresses and site at that time.")
    )
    limits: models.JSONField[list[str]] = models.JSONField(_("prohibitions"), default=list, blank=True)
    conditions = models.TextField(_("conditions in own words"), blank=True)
    evidence_file = models.FileField(_("scan of the paper"), upload_to="consents/%Y/", blank=True)
    evidence_sha256 = models.CharField(_("fingerprint of the scan"), max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField(_("ends by itself"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_via = models.CharField(_("withdrawn how"), max_length=8, choices=Method, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("withdrawal noted by"),
    )  # fmt: skip

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

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None and (self.expires_at is None or self.expires_at > timezone.now())

    def forbids(self, limit: str) -> bool:
        return limit in self.limits

    def limit_names(self) -> list[str]:
        return [str(self.Limit(value).label) for value in self.limits if value in self.Limit.values]


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def waiting(self) -> Self:
        """Those nobody has answered yet, the most urgent first."""
        return self.filter(answered_at=None).order_by("due", "pk")

    def of(self, conference: Any) -> Self:
        """Wishes of people who have a role in *conference* or have agreed to one of its texts."""
        roles = models.Q(person__roles__conference=conference)
        return self.filter(roles | models.Q(person__consents__text__conference=conference)).distinct()


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
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    answer = models.TextField(_("answer"), blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("data request")
        verbose_name_plural = _("data requests")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"

    @property
    def is_overdue(self) -> bool:
        return self.answered_at is None and self.due < timezone.localdate()


class ErasureAct(models.Model):
    """The act that data were destroyed (order of Roskomnadzor No. 179 of 28.10.2022): what, why, when, by whom.

    It names nobody: ``subject_ref`` is a keyed hash, by which the same row is found again in a restored backup.
    """

    conference = models.ForeignKey(
        "conference.Conference", models.PROTECT, null=True, blank=True, related_name="erasure_acts",
        verbose_name=_("conference"),
    )  # fmt: skip
    subject_ref = models.CharField(_("subject, as a hash"), max_length=64, db_index=True)
    categories: models.JSONField[list[str]] = models.JSONField(_("what was destroyed"), default=list)
    basis = models.CharField(_("why"), max_length=250)
    done_at = models.DateTimeField(_("when"), default=timezone.now)
    executor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("executor"), help_text=_("Empty: a regular task of the system."),
    )  # fmt: skip
    executor_name = models.CharField(_("name of the executor"), max_length=250, blank=True)
    system = models.CharField(_("information system"), max_length=250)
    method = models.CharField(_("how it was destroyed"), max_length=250, blank=True)
    log_extract: models.JSONField[list[Any]] = models.JSONField(_("extract from the log"), default=list, blank=True)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("act of erasure")
        verbose_name_plural = _("acts of erasure")
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.done_at.year}-{self.pk or 0:05d}"
