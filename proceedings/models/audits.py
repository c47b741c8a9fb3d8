"""Self-audit: checklists with sections and items, a school's attempts, what it means to improve."""

from __future__ import annotations

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from conference.models import Organisation, Person

from .library import Material


class Checklist(models.Model):
    """The items of a material of the kind checklist; title, themes and state are the material's."""

    material = models.OneToOneField(
        Material, models.CASCADE, related_name="checklist", verbose_name=_("material of the library")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=20)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")

    def __str__(self) -> str:
        return str(self.material)


class ChecklistSection(models.Model):
    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="sections", verbose_name=_("checklist"))
    title = models.CharField(_("title"), max_length=200)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("section of a checklist")
        verbose_name_plural = _("sections of a checklist")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    def of_version(self, version: int) -> Self:
        """The items that the published version *version* of their checklist consists of."""
        return self.filter(since__lte=version).filter(Q(until=None) | Q(until__gt=version))


class ChecklistItem(models.Model):
    """A statement that is answered yes, partly, no or not applicable.

    What was published never changes: another wording is another row, which ``replaces`` this one from the next version
    of the material on (``since``, ``until``). ``first`` is the first wording, by which all of them are one statement.
    """

    section = models.ForeignKey(
        ChecklistSection, models.CASCADE, related_name="items", verbose_name=pgettext_lazy("checklist", "section")
    )
    text = models.CharField(pgettext_lazy("checklist", "statement"), max_length=400)
    hint = models.TextField(_("what “yes” looks like"), blank=True)
    evidence = models.TextField(_("what shows it"), blank=True)
    link = models.URLField(_("where to read more"), blank=True, max_length=500)
    improve = models.TextField(_("a first step where it is not so"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    since = models.PositiveSmallIntegerField(_("from which version on"), default=1, editable=False)
    until = models.PositiveSmallIntegerField(_("before which version"), null=True, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="replaced_by",
        verbose_name=_("earlier wording"),
    )  # fmt: skip
    first = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="later",
        verbose_name=_("first wording"),
    )  # fmt: skip

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a checklist")
        verbose_name_plural = _("items of a checklist")
        ordering = ["section__order", "section_id", "order", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def statement(self) -> int:
        """What all wordings of one statement have in common."""
        return self.first_id or self.pk


def new_key() -> str:
    """What nobody guesses: 144 bits, safe in an address."""
    return secrets.token_urlsafe(18)


class SelfAuditQuerySet(models.QuerySet["SelfAudit"]):
    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)


class SelfAudit(models.Model):
    """One attempt at a checklist. Whoever has its link may go on; a signed-in person finds it in the cabinet."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="audits", verbose_name=_("checklist"))
    key = models.CharField(_("key of the link"), max_length=32, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="self_audits",
        verbose_name=_("person"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="self_audits", verbose_name=_("school")
    )
    school = models.CharField(_("name of the school"), max_length=250, blank=True)
    region = models.CharField(_("region"), max_length=6, blank=True, help_text=_("ISO 3166-2, such as RU-SPE."))
    country = CountryField(_("country"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="ru")
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followed_by", verbose_name=_("earlier attempt")
    )
    version = models.PositiveSmallIntegerField(_("version of the checklist"), default=1, editable=False)
    letters = models.PositiveSmallIntegerField(_("letters with the link"), default=0, editable=False)
    started_at = models.DateTimeField(pgettext_lazy("self-audit", "begun"), default=timezone.now)
    changed_at = models.DateTimeField(pgettext_lazy("self-audit", "changed"), auto_now=True)
    finished_at = models.DateTimeField(pgettext_lazy("self-audit", "finished"), null=True, blank=True)
    is_counted = models.BooleanField(
        _("counted in the anonymous aggregates"), default=True, help_text=_("The school may say no.")
    )

    objects = SelfAuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-audit")
        verbose_name_plural = _("self-audits")
        ordering = ["-started_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(follows=F("id")), name="no_audit_follows_itself")]
        indexes = [
            models.Index(fields=["checklist", "finished_at"], name="audits_finished"),
            models.Index(fields=["changed_at"], condition=Q(person=None, finished_at=None), name="audits_left"),
        ]

    def __str__(self) -> str:
        return f"{self.checklist}, {self.started_at:%Y-%m-%d}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class AuditAnswer(models.Model):
    class Value(models.TextChoices):
        YES = "yes", pgettext_lazy("answer of a self-audit", "yes")
        PARTLY = "partly", pgettext_lazy("answer of a self-audit", "partly")
        NO = "no", pgettext_lazy("answer of a self-audit", "no")
        NOT_APPLICABLE = "na", pgettext_lazy("answer of a self-audit", "not applicable")

    audit = models.ForeignKey(SelfAudit, models.CASCADE, related_name="answers", verbose_name=_("self-audit"))
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, related_name="answers", verbose_name=pgettext_lazy("checklist", "item")
    )
    value = models.CharField(_("answer"), max_length=6, choices=Value)
    note = models.TextField(_("note"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("answer of a self-audit")
        verbose_name_plural = _("answers of self-audits")
        ordering = ["item__section__order", "item__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["audit", "item"], name="one_answer_per_item")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.value}"


class ImprovementStep(models.Model):
    """A line of a school's plan of improvement."""

    audit = models.ForeignKey(SelfAudit, models.CASCADE, related_name="steps", verbose_name=_("self-audit"))
    item = models.ForeignKey(
        ChecklistItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=pgettext_lazy("checklist", "item"),
    )
    text = models.TextField(_("what will be done"), max_length=500)
    who = models.CharField(_("who answers for it"), max_length=150, blank=True)
    until = models.DateField(pgettext_lazy("step of a plan", "until"), null=True, blank=True)
    is_done = models.BooleanField(_("done"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("step of a plan of improvement")
        verbose_name_plural = _("steps of a plan of improvement")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
